import { type GraphiQLPlugin, pick, StarIcon, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { createContext, use, useState } from 'react';
import { type Example, documentOf, examples } from './examples.ts';
import type { Language } from './language.ts';
import { text } from './texts.ts';

/** The language of our own texts inside GraphiQL. */
export const ReaderLanguage = createContext<Language>('en');

function ExamplesPanel() {
  const language = use(ReaderLanguage);
  const [opened, setOpened] = useState<Example>();
  const { addTab } = useGraphiQLActions();
  const { queryEditor, variableEditor } = useGraphiQL(pick('queryEditor', 'variableEditor'));

  const open = (example: Example) => {
    addTab();
    queryEditor?.setValue(documentOf(example, language));
    variableEditor?.setValue(example.variables ? JSON.stringify(example.variables, null, 2) : '');
    setOpened(example);
  };

  return (
    <section lang={language} className="examples" aria-labelledby="examples-title">
      <h2 id="examples-title">{text('examples', language)}</h2>
      <p role="status">
        {opened ? `${text('exampleOpened', language)} ${opened.title[language]}.` : text('examplesIntro', language)}
      </p>
      <ul>
        {examples.map((each) => (
          <li key={each.id}>
            <button type="button" onClick={() => open(each)}>
              {each.title[language]}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** GraphiQL names plugins once, so the title is in both languages. */
export const EXAMPLES_PLUGIN: GraphiQLPlugin = {
  title: 'Examples / Exemples',
  icon: StarIcon,
  content: ExamplesPanel,
};
