import { useCallback, useEffect, useState } from 'react';
import { type Language, preferredLanguage } from './language.ts';
import { takeTokenFromLink, TOKEN_KEY } from './session.ts';
import { SignIn } from './sign-in.tsx';
import { text } from './texts.ts';
import { Workbench } from './workbench.tsx';

const LANGUAGE_KEY = 'mortar:language';

/** A token in the link wins over the one kept: it is the newer wish. */
function tokenAtHand(): string | null {
  const linked = takeTokenFromLink(location, history);
  if (linked !== undefined) sessionStorage.setItem(TOKEN_KEY, linked);
  return sessionStorage.getItem(TOKEN_KEY);
}

export function App() {
  const [language, setLanguage] = useState(() =>
    preferredLanguage(localStorage.getItem(LANGUAGE_KEY), navigator.languages),
  );
  const [token, setToken] = useState(tokenAtHand);
  const [wasRefused, setWasRefused] = useState(false);

  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  useEffect(() => {
    const onLink = () => setToken(tokenAtHand());
    addEventListener('hashchange', onLink);
    return () => removeEventListener('hashchange', onLink);
  }, []);

  const onRefused = useCallback(() => {
    sessionStorage.removeItem(TOKEN_KEY);
    setWasRefused(true);
    setToken(null);
  }, []);

  const onAccepted = (accepted: string) => {
    sessionStorage.setItem(TOKEN_KEY, accepted);
    setWasRefused(false);
    setToken(accepted);
  };

  const choose = (chosen: Language) => {
    localStorage.setItem(LANGUAGE_KEY, chosen);
    setLanguage(chosen);
  };

  return (
    <>
      <header className="bar">
        <h1>Mortar · GraphiQL</h1>
        {token && <p className="hint">{text('leaveEditor', language)}</p>}
        <LanguageSwitch language={language} onChoose={choose} />
        {token && (
          <button type="button" onClick={signOut}>
            {text('signOut', language)}
          </button>
        )}
      </header>
      <main>
        {token ? (
          <Workbench key={token} token={token} language={language} onRefused={onRefused} />
        ) : (
          <SignIn language={language} wasRefused={wasRefused} onAccepted={onAccepted} />
        )}
      </main>
    </>
  );
}

/** Reloading drops what GraphiQL still holds in memory and would write back a moment later. */
function signOut() {
  addEventListener('pagehide', () => sessionStorage.clear());
  location.reload();
}

function LanguageSwitch(props: { language: Language; onChoose: (language: Language) => void }) {
  const names = { fr: 'Français', en: 'English' } as const;
  return (
    <div role="group" aria-label={text('language', props.language)} className="languages">
      {(['fr', 'en'] as const).map((each) => (
        <button
          type="button"
          key={each}
          lang={each}
          aria-pressed={each === props.language}
          onClick={() => props.onChoose(each)}
        >
          {names[each]}
        </button>
      ))}
    </div>
  );
}
