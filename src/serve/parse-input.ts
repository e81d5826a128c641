/** What was sent -> what it has to be. Our own data that does not fit is no fault of the asker's. */
import type { z } from 'zod';
import { UserInputError } from '../errors.ts';

/** @throws UserInputError that names each field that does not fit */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  sent: unknown,
): z.output<Schema> {
  const { success, data, error } = schema.safeParse(sent);
  if (success) return data;
  const problems = error.issues.map(
    (issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`,
  );
  throw new UserInputError(`The request is not as expected: ${problems.join('; ')}.`);
}
