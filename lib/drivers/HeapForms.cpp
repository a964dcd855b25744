#include "drivers/Driver.h"

namespace repool {

void addHeapForms(DriverSpec &driver) {
  std::vector<OpenSpec> forms;
  for (const OpenSpec &open : driver.opens)
    if (open.by == OpenBy::Constructor && !open.source.empty()) {
      OpenSpec form = open;
      form.name = "new " + open.name;
      form.by = OpenBy::New;
      form.pairName = "repool::borrow";
      forms.push_back(std::move(form));
    }
  if (forms.empty())
    return;
  driver.opens.insert(driver.opens.end(), forms.begin(), forms.end());
  driver.closes.push_back({std::string(DeleteExpression), "repool::giveBack"});
}

} // namespace repool
