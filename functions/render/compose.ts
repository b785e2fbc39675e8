import type { Config } from "../config.ts";
import type { BaseDeps } from "../http/compose.ts";
import { createApp } from "./app.ts";

export const compose = (base: BaseDeps, { policy }: Config) => createApp({ ...base, policy });
