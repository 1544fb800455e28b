/** A file that is not read: `message` what is wrong, `hint` what to do, both in Russian; `link` [words, address]. */
export class Refused extends Error {
  constructor(message, hint = "", link = null) {
    super(message);
    this.hint = hint;
    this.link = link;
  }
}
