"""The mistakes of `train_step`, each with the question that helps."""

from course_utils.classroom.exercises import misconception
from course_utils.gan.exercises.wrong_steps import (
    AFTER,
    ONE_OPTIMIZER,
    at_the_same_time,
    attached,
    d_loss_with,
    d_of_fixed_noise,
    frozen_for_good,
    g_loss_with,
    g_of_fixed_noise,
    halved,
    in_one_go,
    keeping_the_answer,
    minimax,
    playing,
    reusing_attached_fakes,
    with_the_bug,
    without_a_record,
)

WRONG_GRADIENTS = (
    misconception(
        "G6",
        says="lets D move by gradients that the generator's loss has left in it",
        hint="The generator's loss goes back through D to reach the fakes. What does it leave in "
        "D's weights, and who meets it in the next step?",
        also=(
            playing(AFTER),
            playing(AFTER.replace("D zero, ", "")),
        ),
    )(playing("D loss, D back, D step, G loss, G zero, G back, G step")),
    misconception(
        "G1",
        says="lets the generator move by gradients of D's loss: the fakes of D's step are "
        "attached to it, and nobody empties its gradients before its own step",
        hint="Which network learns from D's loss, and how far does that loss go back? That alone "
        "only wastes time. But what does the generator's own loss find there when it comes?",
        also=(
            playing(AFTER, attached),
            playing("D loss, D back, D step, G loss, D zero, G back, G step, G zero", attached),
        ),
    )(playing("D loss, D zero, D back, D step, G loss, G back, G step, G zero", attached)),
    misconception(
        "O1",
        says="never empties the generator's gradients, so that those of all steps add up",
        hint="In the second step, whose gradients does the generator's optimizer find?",
        also=(
            playing(AFTER.removesuffix(", G zero")),
            playing("D loss, D back, D step, G loss, G back, G step"),
        ),
    )(playing("D loss, D zero, D back, D step, G loss, G back, G step")),
    misconception(
        "O3",
        says="empties gradients right before the move that should use them",
        hint="At the moment of the move: what is left of the slope that was just computed?",
        also=(
            playing("D loss, D zero, D back, D step, G loss, G back, G zero, G step"),
            playing("D loss, D back, D zero, D step, G loss, G back, G zero, G step"),
        ),
    )(playing("D loss, D back, D zero, D step, G loss, G zero, G back, G step")),
    misconception(
        "G18",
        says="adds both losses and goes back once, so that each player also learns from the "
        "other's loss",
        hint="What one player wants, the other does not. In which direction does D move if it is "
        "asked for the sum of both wishes?",
        also=tuple(in_one_go(*form) for form in [(True, 0), (False, 1), (False, 0)]),
    )(in_one_go(True, 1)),
    misconception(
        "G7",
        says="moves both players with each loss, as one optimizer for all weights does",
        hint="Which weights may the generator's loss move, and which does it move here?",
        also=(
            playing("D loss, D zero, D back, D step, G loss, G zero, G back, G step, D step"),
            *(playing(events, attached) for events in ONE_OPTIMIZER),
        ),
    )(playing("D loss, D zero, D back, D step, G loss, D zero, G zero, G back, G step, D step")),
)

WRONG_PATHS = (
    misconception(
        "G4",
        says="asks D without a record in the generator's step, so that there is no way back",
        hint="D's weights should stay where they are in this step. But which way do the slopes "
        "take to the generator?",
    )(playing(g_loss=without_a_record)),
    misconception(
        "M930",
        says="freezes D in the generator's step and never sets it free again",
        hint="The first step went well. What is different about D when the second begins?",
    )(frozen_for_good),
    misconception(
        "G5",
        says="goes back through an answer that D gave before it moved",
        hint="D has changed since it gave that answer. Whom should the generator ask?",
        also=(
            keeping_the_answer(),
            playing("D loss, G loss, D zero, D back, D step, G zero, G back, G step"),
        ),
    )(keeping_the_answer(retain_graph=True)),
    misconception(
        "M939",
        says="goes back through the same attached fakes in both losses",
        hint="The way from the fakes to the generator can be gone back once. Which of the two "
        "losses has any business there?",
    )(reusing_attached_fakes),
    misconception(
        "M931",
        says="lets no slope reach the generator, so that it never moves",
        hint="Go back from the generator's loss by hand: past D, to the fakes, and then? At which "
        "line does the way end?",
        also=with_the_bug(g_loss=g_loss_with(detached=True)),
    )(playing(g_loss=g_loss_with(detached=True))),
)

WRONG_LOSSES = (
    misconception(
        "G8",
        says="tells D that the fakes are real",
        hint="With which single answer would D have no loss at all, whatever it is shown?",
        also=with_the_bug(d_loss=d_loss_with(labels=(1, 1))),
    )(playing(d_loss=d_loss_with(labels=(1, 1)))),
    misconception(
        "G9",
        says="lets the generator wish to be caught",
        hint="What should D say about the generator's fakes if it were up to the generator?",
        also=with_the_bug(g_loss=g_loss_with(label=0)),
    )(playing(g_loss=g_loss_with(label=0))),
    misconception(
        "G10",
        says="takes the generator's loss of the minimax game, which is flat where D is sure",
        hint="D is sure that a fake is a fake. How steep is your loss there, and how steep was "
        "the one that stood here?",
        also=with_the_bug(g_loss=minimax),
    )(playing(g_loss=minimax)),
    misconception(
        "M932",
        says="turns D's labels round: real samples are told to be fake, and fakes to be real",
        hint="Which samples should get a logit above 0?",
        also=with_the_bug(d_loss=d_loss_with(labels=(0, 1))),
    )(playing(d_loss=d_loss_with(labels=(0, 1)))),
    misconception(
        "M933",
        says="takes the mean of D's two losses, so that D moves half as far",
        hint="That line was right. What is D's loss when it can only guess: ln 2, or twice that?",
        also=with_the_bug(d_loss=halved),
    )(playing(d_loss=halved)),
)

WRONG_TURNS = (
    misconception(
        "M934",
        says="lets the generator move first",
        hint="Whose turn is it first? The second player meets an opponent who has just moved.",
        also=(playing("G loss, G back, G step, G zero, D loss, D back, D step, D zero"),),
    )(playing("G loss, G zero, G back, G step, D loss, D zero, D back, D step")),
    misconception(
        "M935",
        says="moves both players at the same time, each against the other as it was before",
        hint="Which D does the generator try to fool: the one that has just learned, or the one "
        "from before?",
    )(at_the_same_time),
    misconception(
        "M936",
        says="shows D and the generator's loss the same fakes",
        hint="Two draws of noise come in. On which of them does your result not depend? (Many "
        "programs reuse the fakes, to save time. Here new ones are asked for.)",
        also=with_the_bug(g_loss=g_loss_with(draw=0)),
    )(playing(g_loss=g_loss_with(draw=0))),
    misconception(
        "M937",
        says="swaps the two draws of noise",
        hint="Which of the two draws is D's?",
        also=with_the_bug(d_loss=d_loss_with(draw=1), g_loss=g_loss_with(draw=0)),
    )(playing(d_loss=d_loss_with(draw=1), g_loss=g_loss_with(draw=0))),
    misconception(
        "G17",
        says="draws noise of its own, the same in every step",
        hint="How many different fakes will the players ever have seen, after a thousand steps?",
        also=(playing(g_loss=g_of_fixed_noise),),
    )(playing(d_loss=d_of_fixed_noise, g_loss=g_of_fixed_noise)),
    misconception(
        "M938",
        says="moves each player with the optimizer of the other",
        hint="Whose weights does each of the two optimizers hold?",
        also=(playing("D loss, D back, G step, D zero, G loss, G back, D step, G zero"),),
    )(playing("D loss, D zero, D back, G step, G loss, G zero, G back, D step")),
)
