/**
 * A text as rows of at most `width` characters, broken at spaces where there are some.
 *
 * @param maxRows What is beyond them is left out, and the last row ends with `…`.
 */
export const wrap = (text: string, width: number, maxRows = Number.POSITIVE_INFINITY): readonly string[] => {
  const rows: string[] = [];
  // Code points, so that no row ends inside of one.
  let rest = [...text];
  while (rest.length > width && rows.length < maxRows) {
    const space = rest.lastIndexOf(" ", width);
    const end = space > 0 ? space : width;
    rows.push(rest.slice(0, end).join("").trimEnd());
    rest = rest.slice(rest[end] === " " ? end + 1 : end);
  }
  if (rows.length < maxRows) return [...rows, rest.join("")];
  const last = [...(rows.at(-1) ?? "")];
  return [...rows.slice(0, -1), `${last.slice(0, width - 1).join("")}…`];
};
