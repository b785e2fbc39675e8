import type { Message, ModelRequest } from "../../../core/port.ts";

/** The one provider that gets fields beyond OpenAI's API; strict servers refuse what they do not know with 400. */
export const LLAMA_CPP = "llama_cpp";

/**
 * The body of `POST /v1/chat/completions`.
 *
 * The schema is nested under `json_schema` and is an object: llama-server answers 200 with free text to the flat form and
 * to a schema given as text.
 *
 * @param seed Sampling seed: the same request and seed give the same answer on a quiet server.
 */
export const toChatBody = (
  request: ModelRequest,
  { model, provider, seed }: { model: string | undefined; provider: string; seed: number },
): string => {
  const { temperature, top_p, max_tokens, stop } = request.parameters;
  return JSON.stringify({
    ...promptFields(request.messages, request.parameters.model ?? model, provider),
    temperature,
    top_p,
    max_tokens,
    ...(stop.length > 0 && { stop }),
    seed,
    stream: true,
    stream_options: { include_usage: true },
    response_format: {
      type: "json_schema",
      json_schema: { name: request.schema.name, strict: true, schema: JSON.parse(request.schema.text) },
    },
  });
};

/** The body of `POST /v1/chat/completions/input_tokens`: the fields that decide what the chat template makes. */
export const toCountBody = (messages: readonly Message[], model: string | undefined, provider: string): string =>
  JSON.stringify(promptFields(messages, model, provider));

const promptFields = (messages: readonly Message[], model: string | undefined, provider: string) => ({
  ...(model !== undefined && { model }),
  // llama-server answers 500 to the escape of a lone surrogate.
  messages: messages.map(({ role, content }) => ({ role, content: content.toWellFormed() })),
  // Thoughts would eat max_tokens and leave the answer empty. Templates without thinking ignore the switch.
  ...(provider === LLAMA_CPP && { chat_template_kwargs: { enable_thinking: false } }),
});
