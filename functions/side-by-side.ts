import type { Hono } from "hono";
import type { HttpEnv } from "./http/app.ts";
import type { FunctionName } from "./settings.ts";

/**
 * All functions on one port, for `npm start`: each request goes to the app whose path it names; health and the API
 * description are those of `analyze`.
 */
export const createSideBySide = (apps: Readonly<Record<FunctionName, Hono<HttpEnv>>>): Pick<Hono, "fetch"> => ({
  fetch: (request, ...rest) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/v1/route") return apps.route.fetch(request, ...rest);
    if (pathname === "/v1/render" || /^\/v1\/prompts(\/|$)/.test(pathname)) return apps.render.fetch(request, ...rest);
    if (/^\/v1\/alerts\/|^\/api\/v2\/alerts$/.test(pathname)) return apps.ingest.fetch(request, ...rest);
    if (pathname.startsWith("/receivers/")) return apps.notify.fetch(request, ...rest);
    return apps.analyze.fetch(request, ...rest);
  },
});
