"use strict";
// Fit each slide into its room, while all are laid out: pictures as large as the text allows.
const WIDTH = 1280, HEIGHT = 720, SMALLEST_PICTURE = 220, LARGEST_TEXT = 1.4;
const WORDS_BESIDE = [0.3, 0.36, 0.42, 0.48, 0.54], WORTH_IT = 1.08;

// The largest of a few steps from 0 to 1 at which the slide still fits; 0 if none does.
function largest(fits, resize) {
  let low = 0, high = 1;
  resize(1);
  if (fits()) return 1;
  for (let step = 0; step < 7; step += 1) {
    const middle = (low + high) / 2;
    resize(middle);
    [low, high] = fits() ? [middle, high] : [low, middle];
  }
  resize(low);
  return low;
}

const holds = slide => slide.scrollHeight <= HEIGHT;
const CUT = "pre, table, .MathJax_SVG_Display";  // what sticks out where it is too wide
const whole = block => [block, ...block.querySelectorAll(CUT)].every(
  part => part.scrollWidth <= part.clientWidth + 1);

// Pictures take the room that the slide's text leaves, up to their own resolution.
function fitPictures(slide) {
  const pictures = [...slide.querySelectorAll("img")];
  for (const picture of pictures) picture.style.width = "auto";
  const most = pictures.map(picture => {
    const widest = picture.parentElement.clientWidth / picture.naturalWidth;
    return picture.naturalHeight * Math.min(1, widest);
  });
  largest(() => holds(slide), part => pictures.forEach((picture, i) => {
    const least = Math.min(SMALLEST_PICTURE, most[i]);
    picture.style.height = Math.floor(least + part * (most[i] - least)) + "px";
  }));
  return smallest(slide);
}

const smallest = slide => Math.min(
  ...[...slide.querySelectorAll("img")].map(picture => parseFloat(picture.style.height)));

// The same slide with its words on the left and its picture on the right, or null.
function placedBeside(slide) {
  const copy = slide.cloneNode(true);
  const headline = copy.querySelector("h1, h2, h3"), figure = copy.querySelector("figure");
  const own = [...copy.children].find(part => part.contains(figure));
  if (!headline || !own || own.contains(headline)) return null;
  const top = document.createElement("div"), both = document.createElement("div");
  const words = document.createElement("div");
  both.className = "course-beside";
  top.append(headline);
  words.append(...[...copy.children].filter(part => part !== own && !part.matches("aside")));
  if (!words.textContent.trim()) return null;
  both.append(words, own);
  copy.prepend(top, both);
  return copy;
}

// Whether every picture is at least as large as in the notebook.
const nominal = slide => [...slide.querySelectorAll("img")].every(
  picture => picture.width >= Number(picture.getAttribute("width")));

// A slide with one picture gets the layout that makes the picture the larger.
function layOut(slide) {
  let best = fitPictures(slide), chosen = null;
  if (nominal(slide)) best *= WORTH_IT;
  const beside = slide.querySelectorAll("img").length === 1 ? placedBeside(slide) : null;
  if (!beside) return slide;
  slide.replaceWith(beside);
  const words = beside.querySelector(".course-beside > :first-child");
  for (const share of WORDS_BESIDE) {
    beside.style.setProperty("--words", 100 * share + "%");
    const height = fitPictures(beside);
    if (height > best && holds(beside) && whole(words)) [best, chosen] = [height, share];
  }
  if (chosen === null) {
    beside.replaceWith(slide);
    return slide;
  }
  beside.style.setProperty("--words", 100 * chosen + "%");
  fitPictures(beside);
  return beside;
}

// Smaller type makes room where a picture would be smaller than in the notebook, if that helps.
function fitWithPictures(slide) {
  const plain = slide.cloneNode(true), laid = layOut(slide);
  if (holds(laid) && nominal(laid)) return centerAlone(laid);
  const fitted = holds(laid);
  plain.classList.add("course-tight");
  laid.replaceWith(plain);
  const tight = layOut(plain);
  if (fitted && smallest(laid) >= smallest(tight)) tight.replaceWith(laid);
}

// A picture with nothing but its headline stands in the middle, a wide one from edge to edge.
function centerAlone(slide) {
  const words = slide.cloneNode(true);
  words.querySelectorAll("h1, h2, h3, figure, aside").forEach(part => part.remove());
  if (words.textContent.trim() || !slide.querySelector("figure")) return;
  slide.classList.add("course-alone");
  fitPictures(slide);
  slide.querySelector("figure").style.paddingTop = (HEIGHT - slide.scrollHeight) / 2.5 + "px";
}

// Text without pictures grows until it fills the slide, for who sits at the back. Where it is too
// long, its type is smaller first, and long lines of source wrap last.
function fitText(slide) {
  const fits = () => holds(slide) && whole(slide);
  const sources = [...slide.querySelectorAll("pre")].filter(pre => pre.style.whiteSpace);
  const ways = [["pre", false], ["pre", true], ["pre-wrap", false], ["pre-wrap", true]];
  ways.some(([lines, tight]) => {
    for (const source of sources) source.style.whiteSpace = lines;
    slide.classList.toggle("course-tight", tight);
    return fits();
  });
  largest(fits, part => slide.style.setProperty("--zoom", 1 + part * (LARGEST_TEXT - 1)));
}
