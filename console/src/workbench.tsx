import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { createClient } from 'graphql-ws';
import { useEffect, useMemo } from 'react';
import { EscapeLeavesEditor, HeadersFollowNewTab } from './editor-habits.tsx';
import { EXAMPLES_PLUGIN, ReaderLanguage } from './examples-panel.tsx';
import { watched } from './hub-answer.ts';
import type { Language } from './language.ts';
import { SchemaNotice } from './schema-notice.tsx';
import { socketAddress } from './session.ts';

type Props = { token: string; language: Language; onRefused: () => void };

const PLUGINS = [EXAMPLES_PLUGIN, HISTORY_PLUGIN];

/** GraphiQL speaks English only, hence its own `lang`; our texts inside it carry the reader's. */
export function Workbench({ token, language, onRefused }: Props) {
  // Connects when something is followed, and not before.
  const wsClient = useMemo(
    () => createClient({ url: socketAddress(location), connectionParams: { authorization: `Bearer ${token}` } }),
    [token],
  );
  useEffect(() => () => void wsClient.dispose(), [wsClient]);
  const fetcher = useMemo(
    () =>
      createGraphiQLFetcher({
        url: '/graphql',
        headers: { authorization: `Bearer ${token}` },
        enableIncrementalDelivery: false,
        wsClient,
        fetch: watched<RequestInfo | URL, RequestInit, Response>((input, init) => fetch(input, init), onRefused),
      }),
    [token, onRefused, wsClient],
  );
  return (
    <ReaderLanguage value={language}>
      <div className="workbench" lang="en">
        {/* Tabs and headers may name customers: they are kept for the session only, as the token is. */}
        <GraphiQL
          fetcher={fetcher}
          plugins={PLUGINS}
          visiblePlugin={EXAMPLES_PLUGIN}
          storage={sessionStorage}
          shouldPersistHeaders
          showPersistHeadersSettings={false}
          forcedTheme="light"
          defaultEditorToolsVisibility="variables"
          defaultQuery=""
        >
          <GraphiQL.Logo>
            <></>
          </GraphiQL.Logo>
          <SchemaNotice />
          <EscapeLeavesEditor />
          <HeadersFollowNewTab />
        </GraphiQL>
      </div>
    </ReaderLanguage>
  );
}
