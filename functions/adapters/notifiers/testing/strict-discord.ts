import { type Answer, type Asked, refuse, requireJson } from "./strict.ts";

interface Embed {
  readonly title?: string;
  readonly description?: string;
  readonly color?: number;
  readonly fields?: readonly { readonly name: string; readonly value: string; readonly inline?: boolean }[];
  readonly footer?: { readonly text: string };
}

/** What "Execute Webhook" and "Embed limits" of Discord's documentation refuse; texts are trimmed before they are counted. */
export const answerDiscord = ({ headers, body }: Asked): Answer => {
  const payload = requireJson(headers, body);
  if (payload === undefined) return refuse(400, '{"code": 50109}');
  const { embeds, allowed_mentions, ...more } = payload as { embeds?: readonly Embed[]; allowed_mentions?: object };
  if (Object.keys(more).length > 0 || !Array.isArray(embeds) || embeds.length < 1 || embeds.length > 10) {
    return refuse(400, '{"code": 50006}');
  }
  const ok = embeds.every(
    ({ title, description, color, fields = [], footer, ...rest }: Embed) =>
      Object.keys(rest).length === 0 &&
      fits(title, 256) &&
      fits(description, 4096) &&
      (title !== undefined || description !== undefined) &&
      (color === undefined || (Number.isInteger(color) && color >= 0 && color <= 0xffffff)) &&
      fields.length <= 25 &&
      fields.every(
        ({ name, value }) => name !== undefined && fits(name, 256) && value !== undefined && fits(value, 1024),
      ) &&
      fits(footer?.text, 2048),
  );
  const all = embeds.flatMap(({ title, description, fields = [], footer }: Embed) => [
    title,
    description,
    footer?.text,
    ...fields.flatMap(({ name, value }) => [name, value]),
  ]);
  if (!ok || all.reduce((sum, text = "") => sum + text.length, 0) > 6000) return refuse(400, '{"code": 50035}');
  // Ours, not Discord's: without it whatever a text mentions is told.
  if (JSON.stringify(allowed_mentions) !== '{"parse":[]}') return refuse(400, "mentions");
  return { status: 204, text: "" };
};

const fits = (text: string | undefined, max: number): boolean =>
  text === undefined || (text.replace(/[\u200b-\u200d\u2060]/g, "").trim() !== "" && text.length <= max);
