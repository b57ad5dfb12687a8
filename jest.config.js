export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  moduleNameMapper: { '^#sdk$': '<rootDir>/src/sdk/index.ts' },
  roots: ['<rootDir>/src', '<rootDir>/connectors', '<rootDir>/test'],
  testTimeout: 60_000,
};
