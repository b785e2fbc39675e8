const SEQUENCES =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[PX^_][^\u001b]*\u001b\\|[ -/]+[0-~]|[0-Z\\`-~])/g;

/** Removes terminal escape sequences (ECMA-48: colours, cursor moves, titles, links). A lone escape character stays. */
export const stripAnsi = (text: string): string => (text.includes("\u001b") ? text.replace(SEQUENCES, "") : text);
