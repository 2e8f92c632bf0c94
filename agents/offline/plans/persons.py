"""Whether a name may be a person's."""

import re

_NOT_A_NAME = re.compile(
    r"(?:i|we|it|this|that|these|those|the|an?|there|they|you|s?he|all|both|everyone|who|what|someone|somebody|anyone|nobody|"
    r"(?:for|with|from|about|für|mit|zum|zur|wegen|pour|avec|para|sobre)(?= )|"
    r"no one|if|when|our|their|his|her|my|your|next|then|and|but|so|also|please|today|tomorrow|actions?|todo|fixme|"
    r"ask|tell|remind|let|get|have|make|check|send|call|write|give|invite|help|want|need|can|could|should|would|"
    r"(?:jan|febr)uary|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber|\w+day)\b",
    re.I,
)
_NO_PERSON = re.compile(  # nobody in particular, and things
    r"(?:the )?(?:legal|sales|marketing|engineering|support|finance|hr|ops|operations|product|design|"
    r"management|vendors?|customers?|clients?|resellers?|partners?|beta|backend|frontend|accounting|board|procurement|vertrieb|einkauf|"
    r"vendite|acquisti|ventes|ventas|users?|people|suppliers?|hotels?|prices?|costs?|revenues?|budgets?|margins?|seats?|"
    r"launch|releases?|rollout|pilot|deck|slides?|fair|booth|website|site|servers?|api|app|contracts?|invoices?|offers?|"
    r"orders?|parcels?|deliver(?:y|ies)|shipping|shipments?|deadlines?|meetings?|trainings?|webinars?|reports?|documents?|"
    r"projects?|plans?|goals?|risks?|tests?|testing|tickets?|bugs?|features?|updates?|notes?|pros?|cons?|status|venue|"
    r"place|topic|weather|price|preis|kosten|stand|messe|prezzo|fiera|prix|salon|precio|feria|payments?|registration|"
    r"sign-?up|start|end|frist|termine?|datum|ort|beginn|ende|abgabe|anmeldung|zahlung|lieferung|scadenza|data|luogo|inizio|"
    r"fine|pagamento|consegna|échéance|lieu|début|fin|paiement|livraison|fecha|plazo|lugar|inicio|pago|entrega)\b|"
    r".*\b(?:teams?|groups?|department)\b",
    re.I,
)


def is_person(name: str) -> bool:
    """Tell whether a name may be a person's; pronouns, days, groups and things are not."""
    return not _NOT_A_NAME.match(name) and not _NO_PERSON.match(name)
