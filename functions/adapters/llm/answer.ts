import * as v from "valibot";
import type { ModelUsage } from "../../../core/port.ts";

const CountSchema = v.fallback(v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))), undefined);
const TextSchema = v.fallback(v.nullish(v.string()), null);
/** Goes onto spans and into records. */
const NameSchema = v.fallback(v.nullish(v.pipe(v.string(), v.maxLength(200))), null);
const DeltaSchema = v.fallback(v.nullish(v.object({ content: TextSchema, reasoning_content: TextSchema })), null);
const UsageSchema = v.object({
  prompt_tokens: CountSchema,
  completion_tokens: CountSchema,
  total_tokens: CountSchema,
  prompt_tokens_details: v.fallback(v.nullish(v.object({ cached_tokens: CountSchema })), null),
});

/** What is read of a `chat.completion.chunk`, and of a whole `chat.completion`, whose `message` stands for all deltas. */
const ChunkSchema = v.object({
  id: NameSchema,
  model: NameSchema,
  system_fingerprint: NameSchema,
  choices: v.fallback(
    v.optional(v.array(v.object({ finish_reason: TextSchema, delta: DeltaSchema, message: DeltaSchema })), []),
    [],
  ),
  usage: v.fallback(v.nullish(UsageSchema), null),
  timings: v.fallback(v.nullish(v.record(v.string(), v.unknown())), null),
  error: v.optional(v.unknown()),
});

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly totalTokens: number;
  readonly cachedTokens?: number;
}

/** An answer as far as it has come. */
export interface Answer {
  /** Takes in one event. False: it is not JSON of the expected kind. */
  add(data: string): boolean;
  readonly text: string;
  /** Characters of thoughts, which are not kept. */
  readonly reasoningChars: number;
  readonly finishReason: string | undefined;
  /** What the server put into `error`; undefined where there is none. */
  readonly error: unknown;
  readonly id: string | undefined;
  readonly model: string | undefined;
  readonly systemFingerprint: string | undefined;
  readonly usage: Usage | undefined;
  readonly timings: Readonly<Record<string, number>> | undefined;
}

/** Collects what a chat completion says, event by event. */
export const createAnswer = (): Answer => {
  const state: { -readonly [K in keyof Omit<Answer, "add">]: Answer[K] } = {
    text: "",
    reasoningChars: 0,
    finishReason: undefined,
    error: undefined,
    id: undefined,
    model: undefined,
    systemFingerprint: undefined,
    usage: undefined,
    timings: undefined,
  };
  let reported: Usage | undefined;
  const add = (data: string): boolean => {
    const result = v.safeParse(ChunkSchema, parseJson(data));
    if (!result.success) return false;
    const chunk = result.output;
    state.error ??= chunk.error ?? undefined;
    state.id ??= chunk.id ?? undefined;
    state.model ??= chunk.model ?? undefined;
    state.systemFingerprint ??= chunk.system_fingerprint ?? undefined;
    const choice = chunk.choices[0];
    const said = choice?.delta ?? choice?.message;
    state.text += said?.content ?? "";
    state.reasoningChars += said?.reasoning_content?.length ?? 0;
    state.finishReason = choice?.finish_reason ?? state.finishReason;
    if (chunk.timings) state.timings = numbersOf(chunk.timings);
    reported = (chunk.usage && toUsage(chunk.usage)) ?? reported;
    state.usage = reported ?? (state.timings && fromTimings(state.timings));
    return true;
  };
  return Object.assign(state, { add });
};

/** The answer without white space around it and without one Markdown fence, as well-formed Unicode. */
export const cleanAnswer = (text: string): string => stripFence(text.trim()).trim().toWellFormed();

const FENCE = "```";

const stripFence = (text: string): string => {
  if (text.length < 2 * FENCE.length || !text.startsWith(FENCE) || !text.endsWith(FENCE)) return text;
  const inside = text.slice(FENCE.length, -FENCE.length);
  const language = /^[A-Za-z0-9_-]*/.exec(inside)?.[0].length ?? 0;
  return inside.slice(language);
};

export const toModelUsage = ({ inputTokens, outputTokens, cachedTokens }: Usage): ModelUsage => ({
  inputTokens,
  outputTokens,
  ...(cachedTokens !== undefined && { cachedTokens }),
  estimated: false,
});

const toUsage = (usage: v.InferOutput<typeof UsageSchema>): Usage | undefined => {
  const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = usage;
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  const cachedTokens = usage.prompt_tokens_details?.cached_tokens;
  return {
    inputTokens,
    outputTokens,
    totalTokens: usage.total_tokens ?? inputTokens + outputTokens,
    ...(cachedTokens !== undefined && { cachedTokens }),
  };
};

/** llama-server counts in its timings too, which come before the usage event and without being asked for. */
const fromTimings = (timings: Readonly<Record<string, number>>): Usage | undefined => {
  const { cache_n: cachedTokens, prompt_n, predicted_n: outputTokens } = timings;
  if (cachedTokens === undefined || prompt_n === undefined || outputTokens === undefined) return undefined;
  const inputTokens = cachedTokens + prompt_n;
  return { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens, cachedTokens };
};

const numbersOf = (values: Readonly<Record<string, unknown>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, number] => Number.isFinite(entry[1])));

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
