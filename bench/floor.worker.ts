import { createFloor } from "./floor.ts";

export default {
  fetch: async (
    request: Request,
    env: Readonly<Record<string, unknown>>,
    context: { waitUntil(promise: Promise<unknown>): void },
  ): Promise<Response> => {
    const { app, telemetry } = createFloor(env);
    const response = await app.fetch(request, env);
    context.waitUntil(telemetry.flush());
    return response;
  },
};
