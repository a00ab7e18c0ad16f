import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/**
 * Client action after a decision: says what was done, offers to take it back, and reloads the
 * screen. params: title, and model, ids, method of the call that undoes it.
 */
function undoNotice(env, action) {
    const {title, model, ids, method} = action.params;
    const reload = () => env.services.action.doAction("soft_reload");
    const buttons = ids.length
        ? [
              {
                  name: _t("Undo"),
                  onClick: async () => {
                      close();
                      await env.services.orm.call(model, method, [ids]);
                      reload();
                  },
              },
          ]
        : [];
    const close = env.services.notification.add(title, {
        type: "success",
        buttons,
        sticky: false,
    });
    return {type: "ir.actions.client", tag: "soft_reload"};
}

registry.category("actions").add("utility_undo_notice", undoNotice);
