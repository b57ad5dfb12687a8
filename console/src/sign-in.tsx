import { type SubmitEvent, useState } from 'react';
import type { Language } from './language.ts';
import { tryToken, type Verdict } from './session.ts';
import { text } from './texts.ts';

type Props = { language: Language; wasRefused: boolean; onAccepted: (token: string) => void };
type State = Verdict | 'asking' | 'trying';

/** The token typed here goes into a header only: never into an address, never into localStorage. */
export function SignIn({ language, wasRefused, onAccepted }: Props) {
  const [state, setState] = useState<State>(wasRefused ? 'refused' : 'asking');
  const [token, setToken] = useState('');
  const problem = state === 'refused' || state === 'unreachable' ? text(state, language) : undefined;

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setState('trying');
    const verdict = await tryToken(token.trim(), (url, init) => fetch(url, init));
    setState(verdict);
    if (verdict === 'accepted') onAccepted(token.trim());
  };

  return (
    <form className="sign-in" onSubmit={submit}>
      <h2>{text('signIn', language)}</h2>
      <p id="token-help">
        {text('signInIntro', language)} {text('tokenKept', language)}
      </p>
      <label htmlFor="token">{text('token', language)}</label>
      <input
        id="token"
        type="password"
        autoComplete="off"
        spellCheck={false}
        required
        autoFocus
        aria-describedby="token-help token-problem"
        aria-invalid={state === 'refused'}
        value={token}
        onChange={(event) => setToken(event.target.value)}
      />
      <p id="token-problem" role="alert" className="problem">
        {problem}
      </p>
      <button type="submit" aria-disabled={state === 'trying'}>
        {text('signIn', language)}
      </button>
      <p role="status">{state === 'trying' ? text('trying', language) : ''}</p>
    </form>
  );
}
