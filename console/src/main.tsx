import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './palette.css';
import './style.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
