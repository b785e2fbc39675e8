/** Longer texts are compared by their beginning and length: enough to tell kinds of lines apart. */
const MAX = 1500;

/**
 * What stays the same when a line repeats: every word with a digit in it (numbers, times, addresses, hashes, pod names)
 * is masked, but not a status or exit code, which says what happened.
 */
export const signatureOf = (text: string): string => {
  const head = text.length > MAX ? text.slice(0, MAX) : text;
  return head
    .replace(CODES, (_, before: string, code: string) => before + code.replace(/\d/g, (digit) => LETTERS[+digit]!))
    .replace(/\w+/g, (word) => (/\d/.test(word) ? "#" : word))
    .replace(/#(?:[.,:-]#)+/g, "#");
};

const LETTERS = "abcdefghij";
const CODES =
  /((?:exit(?:ed|ing)?(?: with)?(?: code| status)?|exitCode|code|status(?:_?code)?)["']?[ =:]{1,3}|HTTP\/[\d.]{1,4}" )(\d{1,3})(?!\d)/gi;
