"""Words that cannot wait. The list is data a municipality may replace."""

from collections.abc import Mapping

from otklik.core.reasons import Reason
from otklik.understanding.reading import Guess
from otklik.understanding.signs import Signs

# Weight 1 is sure by itself; smaller ones add up. Set by hand: there are no labelled texts yet.
URGENT_WORDS: Mapping[str, float] = {
    # Fire, gas, electricity.
    **dict.fromkeys(("пожар", "пожаром", "загорелся", "загорелось", "тление"), 0.6),
    **dict.fromkeys(("горит дом", "горит крыша", "горит сарай", "горит трава"), 0.7),
    **dict.fromkeys(("горит лес", "горит баня", "горит подъезд", "горит квартира"), 0.7),
    **dict.fromkeys(("утечка газа", "запах газа", "пахнет газом", "угарный газ"), 0.8),
    **dict.fromkeys(("бьет током", "ударило током", "оголенные провода"), 0.8),
    **dict.fromkeys(("упали провода", "висят провода", "задымление"), 0.7),
    # «Искра» has the same stem: the word wants company.
    **dict.fromkeys(("искрит провод", "искрят провода", "искрит столб", "искрит щиток"), 0.7),
    **dict.fromkeys(("искрит розетка", "искрит проводка", "искрит линия"), 0.7),
    **dict.fromkeys(("взрыв", "взорвался", "взорвалось"), 0.8),
    "обрыв": 0.5,
    # Collapse, water, frost.
    **dict.fromkeys(("рухнул", "рухнула", "рухнет", "рухнуть", "обрушился", "обрушение"), 0.7),
    **dict.fromkeys(("прорвало", "прорыв трубы", "затопило дом", "затопило дома"), 0.7),
    **dict.fromkeys(("замерзаем", "замерзают дети"), 0.6),
    **dict.fromkeys(("открытый люк", "люк без крышки"), 0.6),
    **dict.fromkeys(("авария", "аварийное состояние"), 0.5),
    "эвакуация": 0.8,
    "провалился": 0.4,
    # Life and health.
    **dict.fromkeys(("угроза жизни", "опасно для жизни", "опасность для жизни"), 0.7),
    **dict.fromkeys(("умирает", "умирают", "без сознания", "не дышит", "тонет"), 0.8),
    **dict.fromkeys(("провалился ребенок", "провалился под лед", "провалился в люк"), 0.8),
    **dict.fromkeys(("покусали", "искусали", "укусила", "напала собака"), 0.6),
    **dict.fromkeys(("нападение собаки", "напали собаки", "вышел медведь"), 0.6),
    **dict.fromkeys(("пропал ребенок", "пропал человек", "пропали дети"), 0.8),
    # Violence, suicide, terror.
    **dict.fromkeys(("покончу с собой", "покончить с собой", "убить себя"), 0.95),
    **dict.fromkeys(("суицид", "самоубийство", "не хочу жить", "повешусь"), 0.9),
    **dict.fromkeys(("теракт", "заложили бомбу", "заминировали", "взорву"), 0.95),
    **dict.fromkeys(("стреляют", "избили", "избивает", "изнасиловали", "угрожает убить"), 0.8),
    # Plain words of alarm.
    "угроза": 0.4,
    "жизни": 0.3,
    "опасно": 0.4,
    "срочно": 0.3,
    # These are no danger by themselves.
    **dict.fromkeys(("пожарная безопасность", "образ жизни", "качество жизни"), 0.0),
    **dict.fromkeys(("пожарный гидрант", "всю жизнь", "условия жизни"), 0.0),
}


class Urgency:
    """Weighs urgent words and phrases; one that is denied («пожара нет») does not count."""

    def __init__(self, weights: Mapping[str, float] = URGENT_WORDS) -> None:
        """Take phrases with weights between 0 and 1."""
        self._signs = Signs(weights)

    def read(self, text: str) -> Guess | None:
        """Return how surely the text cannot wait, or nothing.

        Confidence is 1 less the product of (1 - weight): two signs are surer than each alone.
        """
        signs = self._signs.find(text)
        if not signs:
            return None
        calm = 1.0
        for sign in signs:
            calm *= 1 - sign.weight
        said = ", ".join(" ".join(sign.words) for sign in signs)
        return Guess("urgent", round(1 - calm, 3), (Reason("urgent_words", {"words": said}),))
