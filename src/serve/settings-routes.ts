/** Settings over HTTP: what is set, changed, and tried out. No secret ever comes back. */
import express, { type Router } from 'express';
import type { Config } from '../config.ts';
import { ConfigError, UserInputError } from '../errors.ts';
import type { InstallationDiagnosis, Pipeline } from '../pipeline-contract.ts';
import type { Settings } from '../settings.ts';
import { settingChangesSchema } from './contract.ts';
import { parseInput } from './parse-input.ts';

export interface SettingsRoutesOptions {
  readonly pipeline: Pick<Pipeline, 'useModels' | 'answerers'>;
  readonly settings: Settings;
  readonly diagnose: (config: Config) => Promise<InstallationDiagnosis>;
}

/** Every setting at its longest, with each character escaped. */
const bodyLimit = '128kb';

export function settingsRoutes({ pipeline, settings, diagnose }: SettingsRoutesOptions): Router {
  const routes = express.Router();
  const body = express.json({ limit: bodyLimit });
  const shown = () => ({ settings: settings.list(), answerers: pipeline.answerers() });
  routes.get('/settings', (_request, response) => {
    response.json(shown());
  });
  routes.put('/settings', body, async (request, response) => {
    const { changes } = parseInput(settingChangesSchema, request.body ?? {});
    await pipeline.useModels(asInput(() => settings.change(changes)));
    response.json(shown());
  });
  routes.post('/settings/test', body, async (request, response) => {
    const { changes } = parseInput(settingChangesSchema, request.body ?? {});
    response.json(await diagnose(asInput(() => settings.preview(changes))));
  });
  return routes;
}

/** What does not fit together was asked for by whoever sent it. */
function asInput(work: () => Config): Config {
  try {
    return work();
  } catch (error) {
    if (error instanceof ConfigError) throw new UserInputError(error.message, { cause: error });
    throw error;
  }
}
