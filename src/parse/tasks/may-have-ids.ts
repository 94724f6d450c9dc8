// What only an id begins with; without a box nothing else makes a task.
const NAMED = /T-?\d|TASK-\d/

// A box before anything but a plain word, which goes on in small letters and is none for "task".
const BOXED = /\[[^\]\n]{0,3}\](?!\s*[*_~`]{0,5}(?!Task|Subtask|Aufgabe|Tare[af])[A-Z]?[a-z])/

/** Whether a task of a document may have an id; false is certain, and told without reading the document. */
export const mayHaveTaskIds = (text: string): boolean => BOXED.test(text) || NAMED.test(text)
