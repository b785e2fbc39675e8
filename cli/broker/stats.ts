/** What a broker has done since it was made. An event is delivered once per trigger that wants it. */
export interface Stats {
  /** Events, replies included. */
  readonly accepted: number;
  /** Requests that held no event to take, and replies that had come round too often. */
  readonly refused: number;
  /** Of the accepted: no trigger wanted them. */
  readonly unmatched: number;
  /** Of the accepted: they came as replies. */
  readonly replied: number;
  /** Deliveries taken up again from the journal. */
  readonly resumed: number;
  readonly delivered: number;
  /** Attempts after the first. */
  readonly retried: number;
  readonly deadLettered: number;
  /** Deliveries given up, without a dead-letter sink that took them. */
  readonly dropped: number;
  readonly inFlight: number;
}

export type Counts = { -readonly [Name in keyof Stats]: Stats[Name] };

export const createCounts = (): Counts => ({
  accepted: 0,
  refused: 0,
  unmatched: 0,
  replied: 0,
  resumed: 0,
  delivered: 0,
  retried: 0,
  deadLettered: 0,
  dropped: 0,
  inFlight: 0,
});
