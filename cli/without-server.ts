/** Nobody calls: a token or a port of the environment is for a server, and no body comes from a stranger. */
export const withoutServer = (env: Readonly<Record<string, string | undefined>>) => {
  const { AUTH: _auth, AUTH_TOKENS: _tokens, AUTH_TOKENS_FILE: _file, PORT: _port, ...rest } = env;
  return { MAX_BODY_BYTES: "104857600", ...rest };
};
