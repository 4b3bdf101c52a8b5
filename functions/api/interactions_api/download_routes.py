"""The routes by which the words of a conversation leave as a file."""

from aws_lambda_powertools.event_handler import Response

from api.interactions_api.parameters import VIEW
from api.interactions_api.wiring import app, downloads
from debrief.kernel.web.api import Gives

VCON, WEBVTT = "application/vcon", "text/vtt"


@app.on("GET", "/interactions/<interaction_id>/vcon", allow=VIEW, gives=Gives(VCON, {"type": "string"}))
def get_interaction_vcon(interaction_id: str) -> Response[str]:
    """The interaction's words as a vCon of draft-ietf-vcon-vcon-core-04, masked as its transcript is."""
    return _file(downloads().vcon(app.caller, interaction_id), VCON, f"{interaction_id}.vcon")


@app.on("GET", "/interactions/<interaction_id>/webvtt", allow=VIEW, gives=Gives(WEBVTT, {"type": "string"}))
def get_interaction_webvtt(interaction_id: str) -> Response[str]:
    """The interaction's words as WebVTT with voice tags, masked as its transcript is."""
    text = downloads().webvtt(app.caller, interaction_id)
    return _file(text, f"{WEBVTT}; charset=utf-8", f"{interaction_id}.vtt")


def _file(text: str, media_type: str, name: str) -> Response[str]:
    # Only a conversation that was found has come so far: its name is an id of ours.
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(status_code=200, content_type=media_type, body=text, headers=headers)
