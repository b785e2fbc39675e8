import { setTimeout as pause } from "node:timers/promises";
import { type Receiver, startReceiver } from "./receiver.ts";

export interface FakeModel {
  readonly url: string;
  /** Prompts of all calls that came in, those too whose caller died. */
  readonly prompts: readonly string[];
  /** Calls under way. */
  busy(): number;
  stop(): Promise<void>;
}

/** A model server that takes its time and always says the same. Speaks as much of OpenAI's protocol as the pool asks for. */
export const startFakeModel = async ({ answerMs }: { readonly answerMs: number }): Promise<FakeModel> => {
  const prompts: string[] = [];
  let busy = 0;
  const receiver: Receiver = await startReceiver(async ({ path, body }) => {
    if (path !== "/v1/chat/completions") return { status: 404 };
    prompts.push(body);
    busy += 1;
    await pause(answerMs);
    busy -= 1;
    return {
      status: 200,
      headers: { "content-type": "text/event-stream" },
      body: toCompletion(JSON.stringify(TRIAGE)),
    };
  });
  return { url: receiver.url, prompts, busy: () => busy, stop: receiver.stop };
};

/** A triage as the schema wants it. */
export const TRIAGE = {
  evidence: ["E1"],
  summary: "The disk is nearly full.",
  component: "disk",
  root_cause: "The log files grow faster than they are removed.",
  severity: "error",
  verdict: "suggested",
  recommended_steps: ["Look at the size of the log files."],
  confidence: 60,
  data_gaps: ["There are no logs."],
};

/** The stream of an answer with this text. */
export const toCompletion = (content: string): string =>
  [
    chunk({ delta: { role: "assistant", content }, finish_reason: null }),
    chunk({ delta: {}, finish_reason: "stop" }, { usage: USAGE }),
    "data: [DONE]\n\n",
  ].join("");

const USAGE = { prompt_tokens: 300, completion_tokens: 100, prompt_tokens_details: { cached_tokens: 200 } };

const chunk = (choice: object, more: object = {}): string =>
  `data: ${JSON.stringify({ id: "chatcmpl-1", object: "chat.completion.chunk", model: "fake", choices: [{ index: 0, ...choice }], ...more })}\n\n`;
