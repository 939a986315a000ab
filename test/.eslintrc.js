module.exports = require('../eslint.boundaries')(__dirname, {
  rules: {
    // A private workspace that is never published: everything here is for development, whatever the file is called.
    '@backstage/no-undeclared-imports': 'off',
    '@backstage/no-mixed-plugin-imports': 'off',
    // Nor is it ever built, so that a file's own folder is what it says.
    'no-restricted-syntax': 'off',
  },
});
