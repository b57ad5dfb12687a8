import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { use } from 'react';
import { ReaderLanguage } from './examples-panel.tsx';
import { reasonOf } from './hub-answer.ts';
import { text } from './texts.ts';

/** GraphiQL shows a failed introspection as raw JSON; staff get a sentence and a way on. */
export function SchemaNotice() {
  const language = use(ReaderLanguage);
  const { introspect } = useGraphiQLActions();
  const { fetchError, validationErrors } = useGraphiQL(pick('fetchError', 'validationErrors'));
  const reason = fetchError ? reasonOf(fetchError) : validationErrors[0]?.message;
  return (
    <div role="alert" lang={language}>
      {reason && (
        <p className="notice">
          {text('schemaUnread', language)} <q>{reason}</q>{' '}
          <button type="button" onClick={() => void introspect()}>
            {text('readAgain', language)}
          </button>
        </p>
      )}
    </div>
  );
}
