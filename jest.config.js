export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  moduleNameMapper: { '^#sdk$': '<rootDir>/src/sdk/index.ts' },
  roots: ['<rootDir>/src', '<rootDir>/connectors', '<rootDir>/test'],
  // It ends what hangs; it says nothing about speed, and a busy machine must not fail a test.
  testTimeout: 600_000,
  // With one worker jest runs all files in one process, which keeps their modules until its memory is full.
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
};
