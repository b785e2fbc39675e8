const SEQUENCES =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[PX^_][^\u001b]*\u001b\\|[ -/]+[0-~]|[0-Z\\`-~])/g;

/**
 * Removes terminal escape sequences (ECMA-48: colours, cursor moves, titles, links), also where taking one away makes
 * another. A lone escape character stays.
 */
export const stripAnsi = (text: string): string => {
  let plain = text;
  for (let depth = 0; plain.includes("\u001b"); depth++) {
    // No program nests them; who does so often wants us to go through the text as often.
    if (depth === MAX_DEPTH) return plain.replaceAll("\u001b", "");
    const before = plain;
    plain = before.replace(SEQUENCES, "");
    if (plain === before) break;
  }
  return plain;
};

const MAX_DEPTH = 8;
