import type { Clock } from "../../core/port.ts";

export const systemClock: Clock = { now: () => Date.now() };
