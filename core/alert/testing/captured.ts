import type { AlertFormat } from "../alert.ts";
import { parseInstant } from "../instant.ts";
import alertmanager from "./alertmanager.json" with { type: "json" };
import ids from "./event-ids.json" with { type: "json" };
import ruler from "./ruler.json" with { type: "json" };

/** A body as a sender put it on the wire, exact to the byte. */
export interface Captured {
  /** `0.33.1/firing-single` of Alertmanager 0.33.1; `ruler/first-fire` of Loki 3.7.6. */
  readonly name: string;
  readonly format: AlertFormat;
  readonly text: string;
  /** When it came. */
  readonly now: number;
  /** Of its alerts' events; worked out from the bodies by other code. */
  readonly ids: readonly string[];
}

export const CAPTURED: readonly Captured[] = [
  ...Object.entries(alertmanager).map(([name, text]) => toCaptured(name, "alertmanager", text, 0)),
  ...Object.entries(ruler).map(([name, { received_at, body }]) =>
    toCaptured(`ruler/${name}`, "ruler", body, parseInstant(received_at) ?? 0),
  ),
];

/** @throws {Error} Where there is none of that name. */
export const captured = (name: string): Captured => {
  const found = CAPTURED.find((one) => one.name === name);
  if (found === undefined) throw new Error(`No body was captured as ${name}.`);
  return found;
};

function toCaptured(name: string, format: AlertFormat, text: string, now: number): Captured {
  return { name, format, text, now, ids: (ids as Readonly<Record<string, readonly string[]>>)[name] ?? [] };
}
