import type { shells } from './shell-commands.ts'

/*
 * The scripts know no command: they hand over the words of the line and take back a first line that says whether file
 * names fit too (`files` or `none`), and one candidate a line with its description behind a tab. No candidate is ever
 * evaluated, and each is quoted before it goes to the command line: ids and folder names are other people's text.
 */

const bash = `# bash completion for intentk. Written by \`intentk completion bash\`.
_intentk() {
  local line value first=yes
  local -a words=("\${COMP_WORDS[@]:1:COMP_CWORD-1}")
  local current=\${COMP_WORDS[COMP_CWORD]}
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $first ]]; then
      first=
      if [[ $line == files ]]; then compopt -o default 2>/dev/null; fi
      continue
    fi
    value=\${line%%$'\\t'*}
    if [[ $current == [\\'\\"]* ]]; then
      # Behind an open quote nothing is quoted once more: what could end the quote is left out.
      if [[ $value == *[!A-Za-z0-9_./@%+=:,\\ -]* ]]; then continue; fi
    else
      printf -v value %q "$value"
    fi
    COMPREPLY+=("$value")
  done < <(command intentk complete --quoted "--current=$current" -- "\${words[@]}" 2>/dev/null)
}
complete -F _intentk intentk
`

const zsh = `#compdef intentk
# zsh completion for intentk. Written by \`intentk completion zsh\`.
_intentk() {
  local line value
  local -a lines values shown before
  before=("\${(@Q)words[2,CURRENT-1]}")
  lines=("\${(@f)$(command intentk complete "--current=\${(Q)words[CURRENT]}" -- "\${before[@]}" 2>/dev/null)}")
  for line in "\${(@)lines[2,-1]}"; do
    value=\${line%%$'\\t'*}
    values+=("$value")
    shown+=("\${line/$'\\t'/  }")
  done
  (( \${#values} )) && compadd -l -d shown -a -- values
  [[ \${lines[1]} == files ]] && _files
  return 0
}
if [[ \${funcstack[1]} == _intentk ]]; then
  _intentk "$@"
else
  compdef _intentk intentk
fi
`

const fish = `# fish completion for intentk. Written by \`intentk completion fish\`.
function __intentk_complete
  set -l before (commandline -opc)
  set -l current (commandline -ct)
  set -e before[1]
  set -l lines (command intentk complete --quoted "--current=$current" -- $before 2>/dev/null)
  if test "$lines[1]" = files
    __fish_complete_path "$current"
  end
  set -e lines[1]
  if test (count $lines) -gt 0
    printf '%s\\n' $lines
  end
end
complete -c intentk -f -a '(__intentk_complete)'
`

const powershell = `# PowerShell completion for intentk. Written by \`intentk completion powershell\`.
Register-ArgumentCompleter -Native -CommandName intentk -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $before = @($commandAst.CommandElements | Select-Object -Skip 1 |
    Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
    ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text } })
  $current = "$wordToComplete".Trim("'", '"')
  $lines = @(& intentk complete "--current=$current" -- @before 2>$null)
  $lines | Select-Object -Skip 1 | ForEach-Object {
    $value, $about = $_ -split "\`t", 2
    $text = if ($value -match '[^\\w./:@%+,=-]') { "'" + $value.Replace("'", "''") + "'" } else { $value }
    if ([string]::IsNullOrWhiteSpace($about)) { $about = $value }
    [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $about)
  }
}
`

/** What \`intentk completion SHELL\` prints. */
export const completionScripts: Readonly<Record<(typeof shells)[number], string>> = { bash, zsh, fish, powershell }
