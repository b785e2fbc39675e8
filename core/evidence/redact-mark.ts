/** Counts one more secret of a kind and gives the text that stands in its place. */
export type Mark = (kind: string) => string;

/** A secret's replacement, wherever it stands. */
export const isMarked = (value: string): boolean =>
  value.startsWith("[redacted:") && /^\[redacted:[a-z_]+\]$/.test(value);
