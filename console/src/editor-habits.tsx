import { pick, useGraphiQL } from '@graphiql/react';
import { use, useEffect, useRef } from 'react';
import { ReaderLanguage } from './examples-panel.tsx';
import { text } from './texts.ts';

/** Escape first closes what the editor has open, as people expect; only then does it leave. */
const NOTHING_OPEN = [
  'editorTextFocus',
  '!suggestWidgetVisible',
  '!parameterHintsVisible',
  '!findWidgetVisible',
  '!markersNavigationVisible',
  '!editorHoverVisible',
  '!editorHasMultipleSelections',
  '!inSnippetMode',
].join(' && ');

/** Monaco's `KeyCode.Escape`, whose types GraphiQL does not hand on. */
const ESCAPE_KEY = 9;

const EDITORS = ['queryEditor', 'variableEditor', 'headerEditor', 'responseEditor'] as const;

/** Tab is a character in an editor: without a way out it traps the keyboard (graphiql issue 3766). */
export function EscapeLeavesEditor() {
  const language = use(ReaderLanguage);
  const editors = useGraphiQL(pick(...EDITORS));
  useEffect(() => {
    const label = text('leaveEditor', language);
    const actions = EDITORS.map((name) => {
      editors[name]?.updateOptions({ ariaLabel: `${text(name, language)}. ${label}` });
      return editors[name]?.addAction({
        id: 'mortar-leave-editor',
        label,
        keybindings: [ESCAPE_KEY],
        keybindingContext: NOTHING_OPEN,
        run: (editor) => editor.getContainerDomNode().focus(),
      });
    });
    return () => actions.forEach((each) => each?.dispose());
  }, [language, editors]);
  return null;
}

/** A new tab starts with the headers of the tab that was in use (the token travels apart, with every request). */
export function HeadersFollowNewTab() {
  const { tabs, activeTabIndex, headerEditor } = useGraphiQL(pick('tabs', 'activeTabIndex', 'headerEditor'));
  const earlier = useRef({ count: tabs.length, active: activeTabIndex });
  useEffect(() => {
    const { count, active } = earlier.current;
    earlier.current = { count: tabs.length, active: activeTabIndex };
    const headers = tabs[active]?.headers;
    if (tabs.length > count && headers && !tabs[activeTabIndex]?.headers) headerEditor?.setValue(headers);
  }, [tabs, activeTabIndex, headerEditor]);
  return null;
}
