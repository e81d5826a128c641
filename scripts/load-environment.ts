/**
 * The environment, with a `.env` file of the working folder below it. Tracing switches of LangChain
 * are dropped: one stray variable would send prompts to its maker.
 */
export function loadEnvironment(): NodeJS.ProcessEnv {
  try {
    process.loadEnvFile();
  } catch {
    // There need not be a .env file.
  }
  for (const name of Object.keys(process.env)) {
    if (/^(LANGSMITH_|LANGCHAIN_TRACING)/.test(name)) delete process.env[name];
  }
  return process.env;
}
