/** Routes of the page, and what all of them share. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import { ApiError } from './api/fetch-json.ts';
import { AskView } from './ask/ask-view.tsx';
import { Shell } from './shell/shell.tsx';
import { Waiting } from './ui/notices.tsx';
import { ViewBoundary } from './ui/view-boundary.tsx';

const ReadView = lazy(async () => ({ default: (await import('./read/read-view.tsx')).ReadView }));
const WhyView = lazy(async () => ({ default: (await import('./why/why-view.tsx')).WhyView }));
const LibraryView = lazy(async () => ({
  default: (await import('./library/library-view.tsx')).LibraryView,
}));
const EvaluationView = lazy(async () => ({
  default: (await import('./evaluation/evaluation-view.tsx')).EvaluationView,
}));

const SettingsView = lazy(async () => ({
  default: (await import('./settings/settings-view.tsx')).SettingsView,
}));

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // A server that starts or prepares its documents answers soon; what is wrong stays wrong.
      retry: (count, error) =>
        error instanceof ApiError && (error.status === 0 || error.status === 503) && count < 20,
      retryDelay: 1_500,
    },
  },
});

export function App() {
  const [path] = useLocation();
  return (
    <QueryClientProvider client={queries}>
      <Shell>
        <ViewBoundary key={path}>
          <Suspense fallback={<Loading />}>
            <Switch>
              <Route path="/">
                <AskView key="new" conversationId={undefined} />
              </Route>
              <Route path="/c/:id">{({ id }) => <AskView key={id} conversationId={id} />}</Route>
              <Route path="/read/:id">{({ id }) => <ReadView key={id} documentId={id} />}</Route>
              <Route path="/why/:id">{({ id }) => <WhyView key={id} turnId={id} />}</Route>
              <Route path="/library" component={LibraryView} />
              <Route path="/evaluation" component={EvaluationView} />
              <Route path="/settings" component={SettingsView} />
              <Route>
                <Nowhere />
              </Route>
            </Switch>
          </Suspense>
        </ViewBoundary>
      </Shell>
    </QueryClientProvider>
  );
}

function Nowhere() {
  return (
    <div className="mx-auto w-full max-w-3xl p-6">
      <h1 className="font-semibold text-lg">There is nothing at this address</h1>
      <p className="mt-2">
        <Link href="/" className="text-accent underline underline-offset-3">
          Ask a question
        </Link>
      </p>
    </div>
  );
}

function Loading() {
  return (
    <div className="mx-auto w-full max-w-3xl p-6">
      <Waiting lines={5} />
    </div>
  );
}
