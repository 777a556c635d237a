// Words as search and the timeline compare them, as casebook/render/site/search/fold.py folds them:
// a test compares the two.
(() => {
  "use strict";
  const ONE_LETTER = new Map(
    Object.entries({
      ي: "ی", ى: "ی", ے: "ی", ې: "ی", ۍ: "ی", ك: "ک", ڪ: "ک", ګ: "گ", ة: "ہ", ه: "ہ", ھ: "ہ",
      ە: "ہ", ۃ: "ہ", ٱ: "ا", ں: "ن", ء: "", ٴ: "", ـ: "", ß: "ss", ς: "σ", ø: "o", ł: "l",
      đ: "d", ð: "d", ħ: "h", ŧ: "t", ı: "i", æ: "ae", œ: "oe", þ: "th", "’": "'", "`": "'",
    })
  );
  for (const zero of [0x660, 0x6f0, 0x966]) {
    for (let n = 0; n < 10; n += 1) ONE_LETTER.set(String.fromCodePoint(zero + n), String(n));
  }
  const ODD = new RegExp(`[${[...ONE_LETTER.keys()].join("")}]`, "gu");
  // Vowels that are marks stay: without them two words would be one.
  const UNHEARD =
    /(?![\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])[\p{M}]|\p{Cf}|[\u02b9-\u02df]/gu;
  const WITHOUT_SPACES =
    /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u30ff\u31f0-\u31ff\u3400-\u9fff]/gu;

  window.casebookWords = (text) => {
    let folded = text.normalize("NFKD").toLowerCase().normalize("NFKD");
    if (/[^\0-\x5f\x61-\x7f]/.test(folded)) {
      folded = folded
        .replace(ODD, (letter) => ONE_LETTER.get(letter))
        .replace(UNHEARD, "")
        .replace(/[^\p{L}\p{N}\p{M}',]+/gu, " ")
        .replace(WITHOUT_SPACES, " $& ");
    }
    return folded
      .replace(/([0-9]),(?=[0-9]{3}(?![0-9]))/g, "$1")
      .replace(/[\0-&(-/:-@[-`{-\x7f]+/g, " ")
      .split(" ")
      .map((word) => (word.endsWith("'s") ? word.slice(0, -2) : word).replaceAll("'", ""))
      .filter(Boolean);
  };
})();
