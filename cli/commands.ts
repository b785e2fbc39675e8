import type { Command } from "./command.ts";

export interface CommandEntry {
  /** One line of `kprompt --help`. */
  readonly summary: string;
  /** Loads the command's file: one command does not pay for the imports of the others. */
  load(): Promise<Command>;
}

/** In the order of the help text. */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  start: {
    summary: "serve the functions on this machine, with the prompts as they are now",
    load: async () => (await import("./start.ts")).command,
  },
  analyze: {
    summary: "triage a log file or standard input",
    load: async () => (await import("./analyze.ts")).command,
  },
  route: {
    summary: "show which prompt a log, a question or an alert would get; --explain says why",
    load: async () => (await import("./route.ts")).command,
  },
  alert: {
    summary: "send a sample alert, or one of your own, to ingest",
    load: async () => (await import("./alert.ts")).command,
  },
  triage: {
    summary: "list and show what became of alerts, from the records; replay one with the prompts of now",
    load: async () => (await import("./triage.ts")).command,
  },
  broker: {
    summary: "stand in for a Knative Broker on this machine, with the Triggers that a cluster gets",
    load: async () => (await import("./broker.ts")).command,
  },
  digest: {
    summary: "show what a log comes to: its distinct events, counted, redacted and fitted to a budget",
    load: async () => (await import("./digest.ts")).command,
  },
  check: {
    summary: "report what is wrong in prompts/; --eval also runs every prompt's cases",
    load: async () => (await import("./check.ts")).command,
  },
  build: {
    summary: "write the bundle and the functions' files to dist/",
    load: async () => (await import("./build.ts")).command,
  },
  knative: {
    summary: "check manifests for Knative, Flux and Kubernetes without a cluster",
    load: async () => (await import("./knative.ts")).command,
  },
  new: {
    summary: "write the first draft of a new prompt, with cases",
    load: async () => (await import("./new.ts")).command,
  },
  bump: {
    summary: "copy a prompt's latest version to the next one",
    load: async () => (await import("./bump.ts")).command,
  },
  lock: {
    summary: "record the hashes of all labelled versions, so that nobody edits them",
    load: async () => (await import("./lock.ts")).command,
  },
  list: {
    summary: "list prompts: versions, labels, hashes, variables",
    load: async () => (await import("./list.ts")).command,
  },
  show: {
    summary: "show one version of a prompt",
    load: async () => (await import("./show.ts")).command,
  },
  diff: {
    summary: "compare two versions",
    load: async () => (await import("./diff.ts")).command,
  },
  which: {
    summary: "find what a hash belongs to",
    load: async () => (await import("./which.ts")).command,
  },
  render: {
    summary: "fill a prompt with variables: its messages and hashes",
    load: async () => (await import("./render.ts")).command,
  },
  rollout: {
    summary: "give a new image, label or pin its share of the traffic, step by step, by commits",
    load: async () => (await import("./rollout.ts")).command,
  },
  rollback: {
    summary: "send all traffic back to what was stable, or pin a version of a prompt, at once",
    load: async () => (await import("./rollback.ts")).command,
  },
  hook: {
    summary: "install or remove the Git hook that checks prompts before a commit",
    load: async () => (await import("./hook.ts")).command,
  },
};
