/** An event as one HTTP message, whichever way it goes. */
export interface EventMessage {
  readonly headers: Record<string, string>;
  /** undefined: there is no data. */
  readonly body: string | Uint8Array | undefined;
}
