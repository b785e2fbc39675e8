import blind from "./blind.json" with { type: "json" };
import lines from "./planted.json" with { type: "json" };

/**
 * Lines with secrets between `«` and `»`, made of parts where a scanner would take them for real: `{id:20}` is 20 letters
 * and digits, `{hex:40}` hex digits, `{up:16}` capitals and digits, `{jwt}` a JSON web token. None has ever opened anything.
 */
export const PLANTED_LINES: readonly string[] = lines;

/** The same, written after the patterns: what share of them is found says how well those generalise. */
export const BLIND_LINES: readonly string[] = blind;

/** Names and the forms in which they stand beside a value: each pair is a line. */
const NAMES = [
  "password",
  "DB_PASSWORD",
  "clientSecret",
  "api_key",
  "X-Api-Key",
  "accessToken",
  "auth-token",
  "passphrase",
];
const FORMS = [
  "N=«V» next=1",
  "N='«V»' next=1",
  'N="«V»" next=1',
  "N: «V»",
  'N: "«V»"',
  '{"N":"«V»","n":1}',
  '{"N": "«V»"}',
  "{'N': '«V»'}",
  '{\\"N\\":\\"«V»\\"}',
  "?a=1&N=«V»&b=2",
  "N => «V»,",
  "[N=«V»]",
  "(N=«V», n=1)",
  "<N>«V»</N>",
  "--N=«V» -v",
  "--N «V» -v",
  "N:«V»",
  "app.N = «V»",
];
export const PLANTED_PAIRS: readonly string[] = NAMES.flatMap((name) =>
  FORMS.map((form) => form.replaceAll("N", name).replace("V", "hunter2-x9")),
);

/** What it reads, and the parts that must be gone. */
export const readPlanted = (text: string): { line: string; secrets: readonly string[]; rest: readonly string[] } => {
  const filled = text.replace(/\{(id|hex|up):(\d+)\}|\{jwt\}/g, (_, kind: string | undefined, length: string) =>
    kind === undefined ? `eyJ${id(20)}.eyJ${id(30)}.${id(43)}` : MAKE[kind as keyof typeof MAKE](Number(length)),
  );
  const parts = filled.split(/[«»]/);
  return {
    line: parts.join(""),
    secrets: parts.filter((_, i) => i % 2 === 1),
    rest: parts.filter((_, i) => i % 2 === 0),
  };
};

const id = (length: number): string => "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0".repeat(3).slice(0, length);
const MAKE = {
  id,
  hex: (length: number): string => "0123456789abcdef".repeat(8).slice(0, length),
  up: (length: number): string => id(length).toUpperCase(),
};
