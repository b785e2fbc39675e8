/** What one alert event stands for: an alert of this name that began at this time, in this state. */
export interface Notice {
  readonly alertname: string;
  /** RFC 3339, in any notation. */
  readonly startsAt: string;
  readonly status: "firing" | "resolved";
}

/** Equal for notices of the same thing, whoever wrote down the time. */
export const toKey = ({ alertname, startsAt, status }: Notice): string =>
  `${alertname} ${Date.parse(startsAt)} ${status}`;
