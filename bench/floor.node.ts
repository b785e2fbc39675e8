import { createAdaptorServer } from "@hono/node-server";
import { createFloor } from "./floor.ts";

const { app, telemetry } = createFloor(process.env);
const server = createAdaptorServer({ fetch: app.fetch });
server.listen(Number(process.env.PORT ?? 8080));
process.on("SIGTERM", async () => {
  server.close();
  await telemetry.shutdown();
  process.exit(0);
});
