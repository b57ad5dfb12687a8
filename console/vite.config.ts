import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Everything the page needs ends up in dist/console, so that the hub serves it with no internet at all. */
export default defineConfig({
  base: '/graphiql/',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    target: 'es2023',
    sourcemap: false,
    reportCompressedSize: false,
    // Monaco is one large chunk by nature; it is read once and then cached.
    chunkSizeWarningLimit: 5000,
    rolldownOptions: {
      // GraphiQL's packages carry a React compiler directive that means nothing once compiled.
      onLog: (level, log, show) => log.code === 'MODULE_LEVEL_DIRECTIVE' || show(level, log),
    },
  },
});
