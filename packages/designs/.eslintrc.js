module.exports = require('../../eslint.boundaries')(__dirname);
