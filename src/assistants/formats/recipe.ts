import type { Filled } from '../fill.ts'
import { block, quoted } from './yaml.ts'

/** A Goose recipe with one parameter, the user's words. */
export const printRecipe = ({ name, description, hint, body }: Filled): string => `version: 1.0.0
title: ${quoted(`intentk ${name}`)}
description: ${quoted(description)}
author:
  contact: intentk
parameters:
  - key: args
    input_type: string
    requirement: optional
    default: ''
    description: ${quoted(hint)}
extensions:
  - type: builtin
    name: developer
activities: []
prompt: ${block(body)}
`
