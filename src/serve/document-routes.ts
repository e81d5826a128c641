/** Documents coming in and going out over HTTP: uploads, removal, originals, and how an ingestion goes. */
import express, { type Request, type RequestHandler, type Router } from 'express';
import { EmptyCorpusError, NotFoundError, UserInputError } from '../errors.ts';
import type { Intake } from '../ingest/intake.ts';
import type { Pipeline } from '../pipeline-contract.ts';
import { attachmentName } from './attachment-name.ts';
import { sendError } from './errors.ts';

export interface DocumentRoutesOptions {
  readonly pipeline: Pick<Pipeline, 'document'>;
  readonly intake: Intake;
  /** Largest file that may be sent. */
  readonly maxUploadBytes: number;
}

/** Files in one request. */
const filesAtOnce = 50;

export function documentRoutes({
  pipeline,
  intake,
  maxUploadBytes,
}: DocumentRoutesOptions): Router {
  const routes = express.Router();
  routes.post('/documents', receive(intake, maxUploadBytes), (request, response) => {
    const files = request.files as readonly Express.Multer.File[] | undefined;
    if (files === undefined || files.length === 0) {
      throw new UserInputError(
        'No file came; send one or more as multipart/form-data under the name "files".',
      );
    }
    const accepted = files.map(({ filename, originalname, size }) => ({
      uri: intake.keep(filename, intake.nameFor(originalname)),
      bytes: size,
    }));
    void intake.run();
    response.status(202).json({ accepted });
  });
  routes.delete('/documents/:id', async (request, response) => {
    const { uri } = await pipeline.document(request.params.id);
    intake.remove(uri);
    await intake.run();
    response.status(204).end();
  });
  routes.delete('/uploads/:name', async (request, response) => {
    intake.removeFile(request.params.name);
    await intake.run();
    response.status(204).end();
  });
  routes.get('/documents/:id/original', async (request, response) => {
    const { uri } = await pipeline.document(request.params.id);
    const file = intake.original(uri);
    if (file === undefined) throw new NotFoundError(`The file of document "${uri}" has gone.`);
    const [, stem = file.name, ending = ''] = /^(.*)\.([^.]+)$/.exec(file.name) ?? [];
    // Never opened as a page of this server, whatever is in it.
    response.set({
      'Content-Disposition': attachmentName(stem, ending),
      'Content-Security-Policy': "sandbox; default-src 'none'",
    });
    response.type('application/octet-stream').sendFile(file.path, { dotfiles: 'allow' });
  });
  routes.get('/ingest', (_request, response) => {
    response.json(shownStatus(intake));
  });
  routes.post('/ingest', (_request, response) => {
    void intake.run();
    response.status(202).json(shownStatus(intake));
  });
  return routes;
}

function shownStatus(intake: Intake) {
  const { state, progress, report, endedAt, failure } = intake.status();
  return {
    state,
    progress,
    endedAt,
    failure:
      failure === null ? null : "The documents could not be prepared; the server's log says why.",
    setAside: failure instanceof EmptyCorpusError ? failure.setAside : (report?.setAside ?? []),
    notices: report?.notices ?? [],
  };
}

/** Writes files as they come, each a draft under a name of ours. */
function receive(intake: Intake, maxUploadBytes: number): RequestHandler {
  let loaded: ReturnType<typeof createUpload> | undefined;
  return async (request, response, next) => {
    loaded ??= createUpload(intake, maxUploadBytes);
    (await loaded)(request, response, next);
  };
}

/** Its parser is loaded with the first upload. */
async function createUpload(intake: Intake, maxUploadBytes: number): Promise<RequestHandler> {
  const { default: multer, MulterError } = await import('multer');
  const upload = multer({
    // What browsers send.
    defParamCharset: 'utf8',
    storage: multer.diskStorage({
      destination: intake.draftFolder,
      filename: (_request, _file, done) => done(null, intake.draftName()),
    }),
    limits: { fileSize: maxUploadBytes, files: filesAtOnce, fields: 10, fieldSize: 1_000 },
    fileFilter: (_request, file, done) => {
      try {
        intake.nameFor(file.originalname);
        done(null, true);
      } catch (error) {
        done(error as Error);
      }
    },
  }).array('files', filesAtOnce);
  return (request: Request, response, next) => {
    upload(request, response, (error: unknown) => {
      if (error instanceof MulterError) {
        if (error.code === 'LIMIT_FILE_SIZE') {
          const allowed = `${Math.round(maxUploadBytes / 1_000_000)} MB`;
          return sendError(
            response,
            413,
            'too-large',
            `A file is larger than the ${allowed} that are allowed; split it, or put it into the corpus folder.`,
          );
        }
        return next(
          new UserInputError(
            `The upload cannot be read (${error.code}); send at most ${filesAtOnce} files under the name "files".`,
            { cause: error },
          ),
        );
      }
      // What the parser of multipart throws says what is wrong with the request.
      if (error instanceof Error && !('code' in error)) {
        return next(
          new UserInputError('The upload was cut, or is no multipart/form-data; send it again.', {
            cause: error,
          }),
        );
      }
      next(error);
    });
  };
}
