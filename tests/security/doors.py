# ruff: noqa: E501 one line an address, as wide as it takes
"""Which answer each address gives to whom: GET, then POST of an empty form. Read by test_url_walk.py.

A line says "status who who; status who; status of everybody else". `nobody` is whoever is not logged in or switched
off, `outside` these and everybody without a post; `>login` means led to the log-in page. A new address needs its line.
"""

# fmt: off
DOORS: dict[str, tuple[str, str]] = {
    "healthz": (
        "200",
        "405",
    ),
    "favicon.ico": (
        "302",
        "405",
    ),
    "": (
        "302>login nobody; 302",
        "302>login nobody; 405",
    ),
    "login/": (
        "200 nobody; 302",
        "422 nobody; 302",
    ),
    "logout/": (
        "405",
        "302>login",
    ),
    "password/": (
        "302>login nobody; 200",
        "302>login nobody; 422",
    ),
    "activate/<uidb64>/<token>/": (
        "410",
        "410",
    ),
    "large-type/": (
        "302>login nobody; 405",
        "302>login nobody; 302",
    ),
    "notices/": (
        "302>login nobody; 200",
        "302>login nobody; 405",
    ),
    "notices/read/": (
        "302>login nobody; 405",
        "302>login nobody; 302",
    ),
    "notices/<int:pk>/open/": (
        "302>login nobody; 405",
        "302>login nobody; 302 lead; 404",
    ),
    "admin/login/": (
        "302>login nobody; 403",
        "302>login nobody; 403",
    ),
    "admin/logout/": (
        "405",
        "302>login",
    ),
    "admin/password_change/": (
        "302",
        "302",
    ),
    "admin/": (
        "302>login outside; 200",
        "302>login outside; 200",
    ),
    "admin/password_change/done/": (
        "302>login outside; 200",
        "302>login outside; 405",
    ),
    "admin/autocomplete/": (
        "302>login outside; 403",
        "302>login outside; 405",
    ),
    "admin/jsi18n/": (
        "302>login outside; 200",
        "302>login outside; 405",
    ),
    "admin/r/<path:content_type_id>/<path:object_id>/": (
        "302>login outside; 404",
        "302>login outside; 404",
    ),
    "admin/accounts/city/": (
        "302>login outside; 200 root; 403",
        "302>login outside; 200 root; 403",
    ),
    "admin/accounts/city/add/": (
        "302>login outside; 200 root; 403",
        "302>login outside; 200 root; 403",
    ),
    "admin/accounts/city/<path:object_id>/history/": (
        "302>login outside; 200 root; 404",
        "302>login outside; 200 root; 404",
    ),
    "admin/accounts/city/<path:object_id>/delete/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/accounts/city/<path:object_id>/change/": (
        "302>login outside; 200 root; 403",
        "302>login outside; 200 root; 403",
    ),
    "admin/accounts/city/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/accounts/unit/": (
        "302>login outside; 403 clerk head printer co_printer; 200",
        "302>login outside; 403 clerk head printer co_printer; 200",
    ),
    "admin/accounts/unit/add/": (
        "302>login outside; 200 root; 403",
        "302>login outside; 200 root; 403",
    ),
    "admin/accounts/unit/<path:object_id>/history/": (
        "302>login outside; 200 gov tech_office root; 404",
        "302>login outside; 200 gov tech_office root; 404",
    ),
    "admin/accounts/unit/<path:object_id>/delete/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/accounts/unit/<path:object_id>/change/": (
        "404 office npc_office far_office far_gov co_office let_go far_unit; 200 gov tech_office root; 403 clerk head printer co_printer; 302>login",
        "404 office npc_office far_office far_gov co_office let_go far_unit; 302 gov tech_office; 403 clerk head printer co_printer; 200 root; 302>login",
    ),
    "admin/accounts/unit/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/accounts/user/<int:pk>/link/": (
        "302>login outside; 200 gov tech_office root; 404",
        "302>login outside; 200 gov tech_office root; 404",
    ),
    "admin/accounts/user/": (
        "302>login outside; 403 clerk head printer co_printer; 200",
        "302>login outside; 403 clerk head printer co_printer; 200",
    ),
    "admin/accounts/user/add/": (
        "302>login outside; 403 clerk head printer co_printer; 200",
        "302>login outside; 403 clerk head printer co_printer; 200",
    ),
    "admin/accounts/user/<path:object_id>/history/": (
        "302>login outside; 200 gov tech_office root; 404",
        "302>login outside; 200 gov tech_office root; 404",
    ),
    "admin/accounts/user/<path:object_id>/delete/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/accounts/user/<path:object_id>/change/": (
        "404 office npc_office far_office far_gov co_office let_go far_unit; 200 gov tech_office root; 403 clerk head printer co_printer; 302>login",
        "404 office npc_office far_office far_gov co_office let_go far_unit; 200 gov tech_office root; 403 clerk head printer co_printer; 302>login",
    ),
    "admin/accounts/user/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/accounts/membership/": (
        "302>login outside; 403 clerk head printer co_printer; 200",
        "302>login outside; 403 clerk head printer co_printer; 200",
    ),
    "admin/accounts/membership/add/": (
        "302>login outside; 403 clerk head printer co_printer; 200",
        "302>login outside; 403 clerk head printer co_printer; 200",
    ),
    "admin/accounts/membership/<path:object_id>/history/": (
        "302>login outside; 200 gov tech_office root; 404",
        "302>login outside; 200 gov tech_office root; 404",
    ),
    "admin/accounts/membership/<path:object_id>/delete/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/accounts/membership/<path:object_id>/change/": (
        "404 office npc_office far_office far_gov co_office let_go far_unit; 200 gov tech_office root; 403 clerk head printer co_printer; 302>login",
        "404 office npc_office far_office far_gov co_office let_go far_unit; 200 gov tech_office root; 403 clerk head printer co_printer; 302>login",
    ),
    "admin/accounts/membership/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/accounts/substitution/": (
        "302>login outside; 403 clerk head printer co_printer; 200",
        "302>login outside; 403 clerk head printer co_printer; 200",
    ),
    "admin/accounts/substitution/add/": (
        "302>login outside; 403 clerk head printer co_printer; 200",
        "302>login outside; 403 clerk head printer co_printer; 200",
    ),
    "admin/accounts/substitution/<path:object_id>/history/": (
        "302>login outside; 200 gov tech_office root; 404",
        "302>login outside; 200 gov tech_office root; 404",
    ),
    "admin/accounts/substitution/<path:object_id>/delete/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/accounts/substitution/<path:object_id>/change/": (
        "404 office npc_office far_office far_gov co_office let_go far_unit; 200 gov tech_office root; 403 clerk head printer co_printer; 302>login",
        "404 office npc_office far_office far_gov co_office let_go far_unit; 403 gov tech_office clerk head printer co_printer root; 302>login",
    ),
    "admin/accounts/substitution/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/accounts/auditevent/": (
        "302>login outside; 200 root; 403",
        "302>login outside; 200 root; 403",
    ),
    "admin/accounts/auditevent/add/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/accounts/auditevent/<path:object_id>/history/": (
        "302>login outside; 200 root; 404",
        "302>login outside; 200 root; 404",
    ),
    "admin/accounts/auditevent/<path:object_id>/delete/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/accounts/auditevent/<path:object_id>/change/": (
        "302>login outside; 200 root; 403",
        "302>login outside; 403",
    ),
    "admin/accounts/auditevent/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/references/sourcedocument/": (
        "302>login outside; 403 root; 200",
        "302>login outside; 403 root; 200",
    ),
    "admin/references/sourcedocument/add/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/references/sourcedocument/<path:object_id>/history/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/references/sourcedocument/<path:object_id>/delete/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/references/sourcedocument/<path:object_id>/change/": (
        "302>login outside; 403 root; 302",
        "302>login outside; 403",
    ),
    "admin/references/sourcedocument/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/references/plantask/": (
        "302>login outside; 403 root; 200",
        "302>login outside; 403 root; 200",
    ),
    "admin/references/plantask/add/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/references/plantask/<path:object_id>/history/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/references/plantask/<path:object_id>/delete/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/references/plantask/<path:object_id>/change/": (
        "302>login outside; 403 root; 302",
        "302>login outside; 403",
    ),
    "admin/references/plantask/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/references/indicator/": (
        "302>login outside; 403 root; 200",
        "302>login outside; 403 root; 200",
    ),
    "admin/references/indicator/add/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/references/indicator/<path:object_id>/history/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/references/indicator/<path:object_id>/delete/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/references/indicator/<path:object_id>/change/": (
        "302>login outside; 403 root; 302",
        "302>login outside; 403",
    ),
    "admin/references/indicator/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/proposals/assembly/": (
        "302>login outside; 200 office npc_office far_office root; 403",
        "302>login outside; 200 office npc_office far_office root; 403",
    ),
    "admin/proposals/assembly/add/": (
        "302>login outside; 200 root; 403",
        "302>login outside; 200 root; 403",
    ),
    "admin/proposals/assembly/<path:object_id>/history/": (
        "302>login outside; 200 office root; 404",
        "302>login outside; 200 office root; 404",
    ),
    "admin/proposals/assembly/<path:object_id>/delete/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/proposals/assembly/<path:object_id>/change/": (
        "302>login outside; 200 office root; 404 npc_office far_office; 403",
        "302>login outside; 200 root; 403",
    ),
    "admin/proposals/assembly/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/proposals/term/": (
        "302>login outside; 200 office npc_office far_office; 403",
        "302>login outside; 200 office npc_office far_office; 403",
    ),
    "admin/proposals/term/add/": (
        "302>login outside; 200 office npc_office far_office; 403",
        "302>login outside; 200 office npc_office far_office; 403",
    ),
    "admin/proposals/term/<path:object_id>/history/": (
        "302>login outside; 200 office; 404",
        "302>login outside; 200 office; 404",
    ),
    "admin/proposals/term/<path:object_id>/delete/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/proposals/term/<path:object_id>/change/": (
        "302>login outside; 200 office; 404 npc_office far_office; 403",
        "302>login outside; 200 office; 404 npc_office far_office; 403",
    ),
    "admin/proposals/term/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/proposals/assemblysession/": (
        "302>login outside; 200 office npc_office far_office; 403",
        "302>login outside; 200 office npc_office far_office; 403",
    ),
    "admin/proposals/assemblysession/add/": (
        "302>login outside; 200 office npc_office far_office; 403",
        "302>login outside; 200 office npc_office far_office; 403",
    ),
    "admin/proposals/assemblysession/<path:object_id>/history/": (
        "302>login outside; 200 office; 404",
        "302>login outside; 200 office; 404",
    ),
    "admin/proposals/assemblysession/<path:object_id>/delete/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/proposals/assemblysession/<path:object_id>/change/": (
        "302>login outside; 200 office; 404 npc_office far_office; 403",
        "302>login outside; 200 office; 404 npc_office far_office; 403",
    ),
    "admin/proposals/assemblysession/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/proposals/member/": (
        "302>login outside; 200 office npc_office far_office; 403",
        "302>login outside; 200 office npc_office far_office; 403",
    ),
    "admin/proposals/member/add/": (
        "302>login outside; 200 office npc_office far_office; 403",
        "302>login outside; 200 office npc_office far_office; 403",
    ),
    "admin/proposals/member/<path:object_id>/history/": (
        "302>login outside; 200 office; 404",
        "302>login outside; 200 office; 404",
    ),
    "admin/proposals/member/<path:object_id>/delete/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/proposals/member/<path:object_id>/change/": (
        "302>login outside; 200 office; 404 npc_office far_office; 403",
        "302>login outside; 200 office; 404 npc_office far_office; 403",
    ),
    "admin/proposals/member/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/proposals/topic/": (
        "302>login outside; 200 office npc_office far_office; 403",
        "302>login outside; 200 office npc_office far_office; 403",
    ),
    "admin/proposals/topic/add/": (
        "302>login outside; 200 office npc_office far_office; 403",
        "302>login outside; 200 office npc_office far_office; 403",
    ),
    "admin/proposals/topic/<path:object_id>/history/": (
        "302>login outside; 200 office; 404",
        "302>login outside; 200 office; 404",
    ),
    "admin/proposals/topic/<path:object_id>/delete/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/proposals/topic/<path:object_id>/change/": (
        "302>login outside; 200 office; 404 npc_office far_office; 403",
        "302>login outside; 200 office; 404 npc_office far_office; 403",
    ),
    "admin/proposals/topic/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/proposals/declinereason/": (
        "302>login outside; 200 office npc_office far_office root; 403",
        "302>login outside; 200 office npc_office far_office root; 403",
    ),
    "admin/proposals/declinereason/add/": (
        "302>login outside; 200 root; 403",
        "302>login outside; 200 root; 403",
    ),
    "admin/proposals/declinereason/<path:object_id>/history/": (
        "302>login outside; 200 office far_office root; 404",
        "302>login outside; 200 office far_office root; 404",
    ),
    "admin/proposals/declinereason/<path:object_id>/delete/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/proposals/declinereason/<path:object_id>/change/": (
        "302>login outside; 200 office far_office root; 404 npc_office; 403",
        "302>login outside; 200 root; 403",
    ),
    "admin/proposals/declinereason/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/proposals/calendaryear/": (
        "302>login outside; 200",
        "302>login outside; 200",
    ),
    "admin/proposals/calendaryear/add/": (
        "302>login outside; 200 gov far_gov root; 403",
        "302>login outside; 200 gov far_gov root; 403",
    ),
    "admin/proposals/calendaryear/<path:object_id>/history/": (
        "302>login outside; 200",
        "302>login outside; 200",
    ),
    "admin/proposals/calendaryear/<path:object_id>/delete/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/proposals/calendaryear/<path:object_id>/change/": (
        "302>login outside; 200",
        "302>login outside; 200 gov far_gov root; 403",
    ),
    "admin/proposals/calendaryear/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/proposals/calendarday/": (
        "302>login outside; 200",
        "302>login outside; 200",
    ),
    "admin/proposals/calendarday/add/": (
        "302>login outside; 200 gov far_gov root; 403",
        "302>login outside; 200 gov far_gov root; 403",
    ),
    "admin/proposals/calendarday/<path:object_id>/history/": (
        "302>login outside; 200",
        "302>login outside; 200",
    ),
    "admin/proposals/calendarday/<path:object_id>/delete/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/proposals/calendarday/<path:object_id>/change/": (
        "302>login outside; 200",
        "302>login outside; 200 gov far_gov root; 403",
    ),
    "admin/proposals/calendarday/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/proposals/proposal/": (
        "302>login outside; 403 root; 200",
        "302>login outside; 403 root; 200",
    ),
    "admin/proposals/proposal/add/": (
        "302>login outside; 200 office npc_office far_office; 403",
        "302>login outside; 422 office npc_office far_office; 403",
    ),
    "admin/proposals/proposal/<int:pk>/edit/": (
        "302>login outside; 404",
        "302>login outside; 404",
    ),
    "admin/proposals/proposal/<int:pk>/change/": (
        "200 office gov tech_office clerk head printer co_office co_printer; 404 npc_office far_office far_gov let_go far_unit root; 302>login",
        "200 office gov tech_office clerk head printer co_office co_printer; 404 npc_office far_office far_gov let_go far_unit root; 302>login",
    ),
    "admin/proposals/proposal/<int:pk>/fact/<slug:code>/<int:row_pk>/": (
        "403 office gov; 404 npc_office far_office far_gov let_go far_unit root; 200 tech_office clerk head printer co_office co_printer; 302>login",
        "403 office gov; 404 npc_office far_office far_gov let_go far_unit root; 422 tech_office clerk head printer co_office co_printer; 302>login",
    ),
    "admin/proposals/proposal/<int:pk>/step/<slug:action>/": (
        "403 office gov tech_office head printer co_office co_printer; 404 npc_office far_office far_gov let_go far_unit root; 200 clerk; 302>login",
        "403 office gov tech_office head printer co_office co_printer; 404 npc_office far_office far_gov let_go far_unit root; 409 clerk; 302>login",
    ),
    "admin/proposals/assemblyrules/": (
        "302>login outside; 200 office npc_office far_office; 403",
        "302>login outside; 200 office npc_office far_office; 403",
    ),
    "admin/proposals/assemblyrules/add/": (
        "302>login outside; 200 office npc_office far_office; 403",
        "302>login outside; 200 office npc_office far_office; 403",
    ),
    "admin/proposals/assemblyrules/<path:object_id>/history/": (
        "302>login outside; 200 office; 404",
        "302>login outside; 200 office; 404",
    ),
    "admin/proposals/assemblyrules/<path:object_id>/delete/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/proposals/assemblyrules/<path:object_id>/change/": (
        "302>login outside; 200 office; 404 npc_office far_office; 403",
        "302>login outside; 404 npc_office far_office; 403",
    ),
    "admin/proposals/assemblyrules/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/responses/response/start/<int:proposal_pk>/": (
        "302>login nobody; 200 lead co_signer office gov co_office co_printer; 302 tech_office clerk head printer; 404",
        "302>login nobody; 403 lead co_signer office gov co_office co_printer; 302 tech_office clerk head printer; 404",
    ),
    "admin/responses/response/<int:pk>/change/": (
        "302>login nobody; 200 tech_office clerk head printer; 404",
        "302>login nobody; 422 tech_office clerk head printer; 404",
    ),
    "admin/responses/response/<int:pk>/preview/": (
        "302>login nobody; 200 tech_office clerk head printer; 404",
        "302>login nobody; 422 tech_office clerk head printer; 404",
    ),
    "admin/responses/response/<int:pk>/pictures/<slug:sha256>/": (
        "302>login nobody; 200 tech_office clerk head printer; 404",
        "302>login nobody; 405",
    ),
    "admin/responses/response/<int:pk>/draft.pdf": (
        "302>login nobody; 200 tech_office clerk head printer; 404",
        "302>login nobody; 422 tech_office clerk head printer; 404",
    ),
    "admin/responses/response/<int:pk>/draft.docx": (
        "302>login nobody; 200 tech_office clerk head printer; 404",
        "302>login nobody; 422 tech_office clerk head printer; 404",
    ),
    "admin/responses/response/<int:pk>/revision/<int:number>/": (
        "302>login nobody; 200 tech_office clerk head printer; 404",
        "302>login nobody; 405",
    ),
    "admin/responses/response/<int:pk>/compare/": (
        "302>login nobody; 404",
        "302>login nobody; 405",
    ),
    "admin/responses/response/<int:pk>/step/<slug:action>/": (
        "302>login nobody; 405",
        "302>login nobody; 409 tech_office clerk head printer; 404",
    ),
    "admin/responses/response/<int:pk>/annexes/": (
        "302>login nobody; 200 tech_office clerk head printer; 404",
        "302>login nobody; 422 tech_office clerk head printer; 404",
    ),
    "admin/responses/response/<int:pk>/word/": (
        "302>login nobody; 200 clerk; 403 tech_office head printer; 404",
        "302>login nobody; 422 clerk; 403 tech_office head printer; 404",
    ),
    "admin/responses/response/<int:pk>/proofreading/": (
        "302>login nobody; 405",
        "302>login nobody; 422 tech_office clerk head printer; 404",
    ),
    "admin/responses/response/": (
        "302>login outside; 403 office npc_office far_office root; 200",
        "302>login outside; 403 office npc_office far_office root; 200",
    ),
    "admin/responses/response/add/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/responses/response/<path:object_id>/history/": (
        "302>login outside; 200 tech_office clerk head printer; 404",
        "302>login outside; 200 tech_office clerk head printer; 404",
    ),
    "admin/responses/response/<path:object_id>/delete/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/responses/response/<path:object_id>/change/": (
        "302>login nobody; 200 tech_office clerk head printer; 404",
        "302>login nobody; 422 tech_office clerk head printer; 404",
    ),
    "admin/responses/response/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/responses/reviewchainstage/": (
        "403 office npc_office far_office gov far_gov clerk head printer co_printer; 200 tech_office co_office let_go far_unit root; 302>login",
        "403 office npc_office far_office gov far_gov clerk head printer co_printer; 200 tech_office co_office let_go far_unit root; 302>login",
    ),
    "admin/responses/reviewchainstage/add/": (
        "403 office npc_office far_office gov far_gov clerk head printer co_printer; 200 tech_office co_office let_go far_unit root; 302>login",
        "403 office npc_office far_office gov far_gov clerk head printer co_printer; 200 tech_office co_office let_go far_unit root; 302>login",
    ),
    "admin/responses/reviewchainstage/<path:object_id>/history/": (
        "302>login outside; 200 tech_office root; 404",
        "302>login outside; 200 tech_office root; 404",
    ),
    "admin/responses/reviewchainstage/<path:object_id>/delete/": (
        "403 office npc_office far_office gov far_gov clerk head printer co_printer; 200 tech_office root; 404 co_office let_go far_unit; 302>login",
        "403 office npc_office far_office gov far_gov clerk head printer co_printer; 200 tech_office root; 404 co_office let_go far_unit; 302>login",
    ),
    "admin/responses/reviewchainstage/<path:object_id>/change/": (
        "403 office npc_office far_office gov far_gov clerk head printer co_printer; 200 tech_office root; 404 co_office let_go far_unit; 302>login",
        "403 office npc_office far_office gov far_gov clerk head printer co_printer; 200 tech_office root; 404 co_office let_go far_unit; 302>login",
    ),
    "admin/responses/reviewchainstage/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/documents/stationery/": (
        "302>login outside; 200 tech_office co_office let_go far_unit; 403",
        "302>login outside; 200 tech_office co_office let_go far_unit; 403",
    ),
    "admin/documents/stationery/add/": (
        "302>login outside; 200 tech_office co_office let_go far_unit; 403",
        "302>login outside; 200 tech_office co_office let_go far_unit; 403",
    ),
    "admin/documents/stationery/<int:pk>/seal/": (
        "302>login outside; 200 tech_office; 404",
        "302>login outside; 405",
    ),
    "admin/documents/stationery/<path:object_id>/history/": (
        "302>login outside; 200 tech_office; 404",
        "302>login outside; 200 tech_office; 404",
    ),
    "admin/documents/stationery/<path:object_id>/delete/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/documents/stationery/<path:object_id>/change/": (
        "302>login outside; 200 tech_office; 404 co_office let_go far_unit; 403",
        "302>login outside; 200 tech_office; 404 co_office let_go far_unit; 403",
    ),
    "admin/documents/stationery/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/documents/numberseries/": (
        "302>login outside; 200 tech_office co_office let_go far_unit; 403",
        "302>login outside; 200 tech_office co_office let_go far_unit; 403",
    ),
    "admin/documents/numberseries/add/": (
        "302>login outside; 200 tech_office co_office let_go far_unit; 403",
        "302>login outside; 200 tech_office co_office let_go far_unit; 403",
    ),
    "admin/documents/numberseries/<path:object_id>/history/": (
        "302>login outside; 200 tech_office; 404",
        "302>login outside; 200 tech_office; 404",
    ),
    "admin/documents/numberseries/<path:object_id>/delete/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/documents/numberseries/<int:pk>/numbers/": (
        "302>login nobody; 200 tech_office; 404",
        "302>login nobody; 422 tech_office; 404",
    ),
    "admin/documents/numberseries/<int:pk>/register.pdf": (
        "302>login nobody; 200 tech_office; 404",
        "302>login nobody; 405",
    ),
    "admin/documents/numberseries/<path:object_id>/change/": (
        "302>login outside; 200 tech_office; 404 co_office let_go far_unit; 403",
        "302>login outside; 404 co_office let_go far_unit; 403",
    ),
    "admin/documents/numberseries/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/responses/replyletter/": (
        "302>login outside; 403 root; 200",
        "302>login outside; 403 root; 200",
    ),
    "admin/responses/replyletter/add/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/responses/replyletter/<path:object_id>/history/": (
        "200 office gov tech_office clerk head printer co_office co_printer; 404 npc_office far_office far_gov let_go far_unit root; 302>login",
        "200 office gov tech_office clerk head printer co_office co_printer; 404 npc_office far_office far_gov let_go far_unit root; 302>login",
    ),
    "admin/responses/replyletter/<path:object_id>/delete/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/responses/replyletter/<path:object_id>/change/": (
        "200 office gov tech_office clerk head printer co_office co_printer; 404 npc_office far_office far_gov let_go far_unit; 403 root; 302>login",
        "302>login outside; 403",
    ),
    "admin/responses/replyletter/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/responses/evaluation/paper/<int:proposal_pk>/": (
        "302>login nobody; 403 lead co_signer gov tech_office clerk head printer co_office co_printer; 200 office; 404",
        "302>login nobody; 403 lead co_signer gov tech_office clerk head printer co_office co_printer; 422 office; 404",
    ),
    "admin/responses/evaluation/": (
        "302>login outside; 403 root; 200",
        "302>login outside; 403 root; 200",
    ),
    "admin/responses/evaluation/add/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/responses/evaluation/<path:object_id>/history/": (
        "200 office gov tech_office clerk head printer co_office co_printer; 404 npc_office far_office far_gov let_go far_unit root; 302>login",
        "200 office gov tech_office clerk head printer co_office co_printer; 404 npc_office far_office far_gov let_go far_unit root; 302>login",
    ),
    "admin/responses/evaluation/<path:object_id>/delete/": (
        "302>login outside; 403",
        "302>login outside; 403",
    ),
    "admin/responses/evaluation/<path:object_id>/change/": (
        "200 office gov tech_office clerk head printer co_office co_printer; 404 npc_office far_office far_gov let_go far_unit; 403 root; 302>login",
        "302>login outside; 403",
    ),
    "admin/responses/evaluation/<path:object_id>/": (
        "302>login outside; 302",
        "302>login outside; 302",
    ),
    "admin/^(?P<app_label>accounts|documents|references|proposals|responses)/$": (
        "302>login outside; 200",
        "302>login outside; 200",
    ),
    "admin/(?P<url>.*)$": (
        "302>login outside; 404",
        "302>login outside; 404",
    ),
    "my/": (
        "302>login nobody; 200",
        "302>login nobody; 405",
    ),
    "my/new/": (
        "302>login nobody; 200",
        "302>login nobody; 422 lead co_signer decliner other_body other_city; 200",
    ),
    "my/<int:pk>/": (
        "302>login nobody; 200 lead co_signer office gov tech_office clerk head printer co_office co_printer; 404",
        "302>login nobody; 405",
    ),
    "my/<int:pk>/edit/": (
        "302>login nobody; 200 lead; 404",
        "302>login nobody; 422 lead; 404",
    ),
    "my/<int:pk>/co-sign/": (
        "302>login nobody; 405",
        "302>login nobody; 403 lead office; 422 co_signer decliner; 404",
    ),
    "my/<int:pk>/withdraw/": (
        "302>login nobody; 200 lead co_signer decliner office; 404",
        "302>login nobody; 422 lead co_signer decliner office; 404",
    ),
    "my/<int:pk>/discard/": (
        "302>login nobody; 200 lead; 404",
        "302>login nobody; 302 lead; 404",
    ),
    "my/files/<int:pk>/": (
        "302>login nobody; 200 lead; 404",
        "302>login nobody; 405",
    ),
    "papers/new/<slug:kind>/<int:part_pk>/": (
        "302>login nobody; 200 office gov; 403 lead co_signer tech_office clerk head printer co_office co_printer; 404",
        "302>login nobody; 422 office gov; 403 lead co_signer tech_office clerk head printer co_office co_printer; 404",
    ),
    "papers/<int:pk>/paper.pdf": (
        "302>login nobody; 200 office gov tech_office clerk head printer co_office co_printer; 404",
        "302>login nobody; 405",
    ),
    "papers/<int:pk>/again/": (
        "302>login nobody; 405",
        "302>login nobody; 302 gov; 403 office tech_office clerk head printer co_office co_printer; 404",
    ),
    "papers/<int:pk>/withdraw/": (
        "302>login nobody; 200 gov; 403 office tech_office clerk head printer co_office co_printer; 404",
        "302>login nobody; 422 gov; 403 office tech_office clerk head printer co_office co_printer; 404",
    ),
    "papers/items/<int:pk>/contact-sheet.pdf": (
        "302>login nobody; 200 office gov tech_office clerk head printer co_office co_printer; 403 lead co_signer; 404",
        "302>login nobody; 405",
    ),
    "papers/contacts/<int:pk>/contact-sheet.pdf": (
        "302>login nobody; 200 office gov tech_office clerk head printer co_office co_printer; 403 lead co_signer; 404",
        "302>login nobody; 405",
    ),
    "letters/drafts/<int:pk>/": (
        "302>login nobody; 404",
        "302>login nobody; 404",
    ),
    "letters/drafts/<int:pk>/draft.pdf": (
        "302>login nobody; 404",
        "302>login nobody; 405",
    ),
    "letters/drafts/<int:pk>/pictures/<slug:sha256>/": (
        "302>login nobody; 404",
        "302>login nobody; 405",
    ),
    "letters/<int:pk>/pictures/<slug:sha256>/": (
        "302>login nobody; 404",
        "302>login nobody; 405",
    ),
    "letters/<int:pk>/": (
        "302>login nobody; 200 lead co_signer office gov tech_office clerk head printer co_office co_printer; 404",
        "302>login nobody; 405",
    ),
    "letters/<int:pk>/letter.pdf": (
        "302>login nobody; 200 co_signer; 404",
        "302>login nobody; 405",
    ),
    "letters/<int:pk>/opinion-form.pdf": (
        "302>login nobody; 200 office gov tech_office printer; 403 lead co_signer clerk head co_office co_printer; 404",
        "302>login nobody; 405",
    ),
    "letters/<int:pk>/frozen.pdf": (
        "302>login nobody; 403 lead co_signer office gov clerk head co_office co_printer; 404",
        "302>login nobody; 405",
    ),
    "letters/<int:pk>/letter.docx": (
        "302>login nobody; 200 tech_office printer; 403 lead co_signer office gov clerk head co_office co_printer; 404",
        "302>login nobody; 405",
    ),
    "letters/<int:pk>/original/": (
        "302>login nobody; 404",
        "302>login nobody; 405",
    ),
    "letters/<int:pk>/originals/<int:original_pk>/": (
        "302>login nobody; 403 office gov lead co_signer clerk head co_office co_printer; 404",
        "302>login nobody; 405",
    ),
    "letters/<int:pk>/original/upload/": (
        "302>login nobody; 405",
        "302>login nobody; 422 tech_office printer; 403 lead co_signer office gov clerk head co_office co_printer; 404",
    ),
    "letters/<int:pk>/office/": (
        "302>login nobody; 200 tech_office printer; 403 lead co_signer office gov clerk head co_office co_printer; 404",
        "302>login nobody; 405",
    ),
    "letters/<int:pk>/withdraw/": (
        "302>login nobody; 405",
        "302>login nobody; 422 tech_office printer; 403 lead co_signer office gov clerk head co_office co_printer; 404",
    ),
    "verify/": (
        "200",
        "422",
    ),
    "verify/<slug:code>/": (
        "200",
        "405",
    ),
    "letters/<int:pk>/read/": (
        "302>login nobody; 405",
        "302>login nobody; 302 lead co_signer; 403 office gov tech_office clerk head printer co_office co_printer; 404",
    ),
    "letters/<int:pk>/rate/": (
        "302>login nobody; 200 lead; 302 co_signer; 403 office gov tech_office clerk head printer co_office co_printer; 404",
        "302>login nobody; 422 lead co_signer; 403 office gov tech_office clerk head printer co_office co_printer; 404",
    ),
    "print/": (
        "302>login nobody; 200 tech_office printer co_office co_printer let_go far_unit; 403",
        "302>login nobody; 405",
    ),
    "print/jobs/": (
        "302>login nobody; 200 tech_office printer co_office co_printer let_go far_unit; 403",
        "302>login nobody; 405",
    ),
    "print/jobs/new/": (
        "302>login nobody; 422 tech_office printer co_office co_printer let_go far_unit; 403",
        "302>login nobody; 422 tech_office printer co_office co_printer let_go far_unit; 403",
    ),
    "print/jobs/<int:pk>/": (
        "302>login nobody; 200 tech_office printer; 404",
        "302>login nobody; 405",
    ),
    "print/jobs/<int:pk>/progress/": (
        "302>login nobody; 200 tech_office printer; 404",
        "302>login nobody; 405",
    ),
    "print/jobs/<int:pk>/files/<int:file_pk>/": (
        "302>login nobody; 200 tech_office printer; 404",
        "302>login nobody; 405",
    ),
    "print/jobs/<int:pk>/cancel/": (
        "302>login nobody; 405",
        "302>login nobody; 409 tech_office printer; 404",
    ),
    "print/jobs/<int:pk>/resume/": (
        "302>login nobody; 405",
        "302>login nobody; 409 tech_office printer; 404",
    ),
    "print/jobs/<int:pk>/printed/": (
        "302>login nobody; 405",
        "302>login nobody; 302 tech_office printer; 404",
    ),
    "print/jobs/<int:pk>/delivered/": (
        "302>login nobody; 405",
        "302>login nobody; 422 tech_office printer; 404",
    ),
    "print/<int:pk>/": (
        "302>login nobody; 200 tech_office printer; 404",
        "302>login nobody; 405",
    ),
    "print/<int:pk>/printed/": (
        "302>login nobody; 405",
        "302>login nobody; 422 tech_office printer; 404",
    ),
    "print/<int:pk>/delivered/<int:delivery_pk>/": (
        "302>login nobody; 405",
        "302>login nobody; 422 tech_office printer; 404",
    ),
    "print/<int:pk>/addressed/<int:addressed_pk>/": (
        "302>login nobody; 200 tech_office printer; 404",
        "302>login nobody; 405",
    ),
    "print/<int:pk>/again/": (
        "302>login nobody; 405",
        "302>login nobody; 302 tech_office printer; 404",
    ),
}
# fmt: on
