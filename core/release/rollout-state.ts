import * as v from "valibot";
import { stringify } from "yaml";
import { parseInstant } from "../alert/instant.ts";
import { isLabel, isPromptId, isVersion } from "../prompt/reference.ts";
import { PlanSchema } from "./plan.ts";

/** The Services whose traffic a rollout moves. */
export const ROLLOUT_SERVICES = ["route", "render", "analyze"] as const;
export type RolloutService = (typeof ROLLOUT_SERVICES)[number];

/** The digest that stands in an overlay until a publish has written the real one. */
export const UNPUBLISHED_DIGEST = `sha256:${"0".repeat(64)}`;

export const DigestSchema = v.pipe(
  v.string(),
  v.regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 lower-case hex digits"),
);

export const ImageNameSchema = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)+$/, "must be an image without tag and digest"),
);

export const PinSchema = v.pipe(
  v.string(),
  v.check((text) => isPin(text), "must be id@version, such as log_triage.k8s@1.2.0"),
);

export const InstantSchema = v.pipe(
  v.string(),
  v.check((text) => typeof parseInstant(text) === "number", "must be a time with its zone, as in 2026-12-01T20:00:00Z"),
);

const revisionOf = (service: RolloutService) =>
  v.pipe(
    v.string(),
    v.regex(new RegExp(`^${service}-[0-9a-f]{12}$`), `must be ${service}- and 12 lower-case hex digits`),
  );

const RevisionsSchema = v.strictObject({
  route: revisionOf("route"),
  render: revisionOf("render"),
  analyze: revisionOf("analyze"),
});
/** The name of each Service's revision, or of its template. */
export type Revisions = v.InferOutput<typeof RevisionsSchema>;

/** What of a release is chosen; its revisions follow from it and from the manifests. */
export const InputsSchema = v.strictObject({
  digest: DigestSchema,
  /** PROMPT_LABEL. */
  label: v.pipe(
    v.string(),
    v.check((text) => isLabel(text), "must be a label of prompts/labels.yaml"),
  ),
  /** PROMPT_PINS, sorted. */
  pins: v.pipe(
    v.array(PinSchema),
    v.readonly(),
    v.check((pins) => new Set(pins.map((pin) => idOf(pin))).size === pins.length, "must pin a prompt once"),
  ),
});
export type Inputs = v.InferOutput<typeof InputsSchema>;

const ReleaseSchema = v.strictObject({ ...InputsSchema.entries, revisions: RevisionsSchema });
export type Release = v.InferOutput<typeof ReleaseSchema>;

const RolloutSchema = v.pipe(
  v.strictObject({
    candidate: ReleaseSchema,
    plan: PlanSchema,
    /** Index of the present step. */
    step: v.pipe(v.number(), v.integer(), v.minValue(0)),
    /** When the present step began. */
    since: InstantSchema,
  }),
  v.forward(
    v.check(({ plan, step }) => step < plan.length, "must be the index of a step of the plan"),
    ["step"],
  ),
);
export type Rollout = v.InferOutput<typeof RolloutSchema>;

export const RolloutStateSchema = v.strictObject({
  version: v.literal(1),
  /** Where the image is, without tag and digest. */
  image: ImageNameSchema,
  stable: ReleaseSchema,
  /** What was stable before, for a rollback. */
  previous: v.nullable(ReleaseSchema),
  /** Names of the templates as they are: the candidate's in a rollout, else the stable ones where nothing else changed. */
  templates: RevisionsSchema,
  rollout: v.nullable(RolloutSchema),
});
export type RolloutState = v.InferOutput<typeof RolloutStateSchema>;

/** The text of `release/rollout.yaml`. */
export const formatRolloutState = (state: RolloutState): string =>
  HEADER + stringify(state, { lineWidth: 0, aliasDuplicateObjects: false });

/** A list of pins with `more` over it, in the order in which it is written. */
export const mergePins = (pins: readonly string[], more: readonly string[]): readonly string[] =>
  [...new Map([...pins, ...more].map((pin) => [idOf(pin), pin])).values()].toSorted();

/** What the templates are made of now: in a rollout the candidate's. */
export const templateReleaseOf = ({ stable, rollout }: RolloutState): Release => rollout?.candidate ?? stable;

/** Percent of the candidate; 0 where there is none. */
export const candidatePercentOf = ({ rollout }: RolloutState): number => rollout?.plan[rollout.step]?.percent ?? 0;

const HEADER = `# State of the release. Only kprompt rollout and kprompt rollback write this file; its history is Git's.
# kustomization.yaml beside it follows from it. Do not edit either: kprompt rollout status says whether they agree.
`;

const isPin = (text: string): boolean => {
  const [id = "", version = "", ...rest] = text.split("@");
  return rest.length === 0 && isPromptId(id) && isVersion(version);
};

const idOf = (pin: string): string => pin.split("@", 1)[0] ?? "";
