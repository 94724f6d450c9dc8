const ENGLISH = /(?<![\p{L}])(?:the|and|of|to|for|with|is|are|on|from|by|add|create|each)(?![\p{L}])/giu
const OTHER =
  /(?<![\p{L}])(?:der|die|das|und|mit|für|ist|ein|eine|wird|werden|zu|auf|von|im|den|dem|keine|le|du|un|une|dans|sur|de|del|una|en|por|um|na|la|les|des|et|pour|avec|el|los|las|y|con|para|os|as|do|da|em|uma|ve|bir|için|ile|и|для|на|с|не|il|gli|che|per)(?![\p{L}])/giu

/** Whether a text is English, by its small words; a text without letters of its own script counts as English. */
export function isEnglish(text: string): boolean {
  const sample = text.slice(0, 20_000)
  const foreign = sample.match(/[^\p{ASCII}\p{P}\p{S}\p{N}\s]/gu)?.length ?? 0
  if (foreign * 5 > sample.length) return false
  const english = sample.match(ENGLISH)?.length ?? 0
  // Short plans have few small words; letters such as ü, é or ş tell as much.
  return english >= (sample.match(OTHER)?.length ?? 0) + foreign / 2
}
