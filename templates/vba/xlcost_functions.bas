Attribute VB_Name = "xlcost_functions"
'Written by xlcost from its catalogue of functions; changes here are lost with the next one.
Option Explicit

Public Function COST_PER_CALL(ByVal total_cost As Variant, ByVal calls As Variant) As Variant
Attribute COST_PER_CALL.VB_Description = "Fully loaded operating cost of one handled inbound call."
    COST_PER_CALL = XlcostCellCall("cost_per_call", Array(total_cost, calls))
End Function

Public Function COST_PER_SALE(ByVal operating_cost As Variant, ByVal sales As Variant) As Variant
Attribute COST_PER_SALE.VB_Description = "Operating cost of an outbound centre for each sale that it made."
    COST_PER_SALE = XlcostCellCall("cost_per_sale", Array(operating_cost, sales))
End Function

Public Function COST_PER_LEAD(ByVal operating_cost As Variant, ByVal leads As Variant) As Variant
Attribute COST_PER_LEAD.VB_Description = "Operating cost of an outbound centre for each lead that it won."
    COST_PER_LEAD = XlcostCellCall("cost_per_lead", Array(operating_cost, leads))
End Function

Public Function COST_PER_CONTACT(ByVal total_cost As Variant, _
        ByVal contacts As Variant) As Variant
Attribute COST_PER_CONTACT.VB_Description = "Fully loaded cost of one handled contact, over all channels or in one of them."
    COST_PER_CONTACT = XlcostCellCall("cost_per_contact", Array(total_cost, contacts))
End Function

Public Function COST_PER_INTERACTION(ByVal total_cost As Variant, _
        ByVal contacts As Variant) As Variant
Attribute COST_PER_INTERACTION.VB_Description = "Fully loaded cost of one handled contact, over all channels or in one of them."
    COST_PER_INTERACTION = XlcostCellCall("cost_per_contact", Array(total_cost, contacts))
End Function

Public Function BLENDED_COST_PER_CONTACT(ByVal costs As Variant, _
        ByVal contact_counts As Variant) As Variant
Attribute BLENDED_COST_PER_CONTACT.VB_Description = "Cost of one contact over several channels: all the cost over all the contacts."
    BLENDED_COST_PER_CONTACT = XlcostCall("blended_cost_per_contact", Array(costs, _
        contact_counts))
End Function

Public Function COST_PER_RESOLUTION(ByVal total_cost As Variant, _
        ByVal resolved As Variant) As Variant
Attribute COST_PER_RESOLUTION.VB_Description = "Cost of one issue that was resolved for the customer."
    COST_PER_RESOLUTION = XlcostCellCall("cost_per_resolution", Array(total_cost, resolved))
End Function

Public Function COST_PER_MINUTE(ByVal total_cost As Variant, _
        ByVal handle_seconds As Variant) As Variant
Attribute COST_PER_MINUTE.VB_Description = "Cost of one minute in which an agent handled a contact."
    COST_PER_MINUTE = XlcostCellCall("cost_per_minute", Array(total_cost, handle_seconds))
End Function

Public Function LOADED_HOURLY_COST(ByVal wage As Variant, ByVal benefits_rate As Variant, _
        Optional ByVal overhead_per_hour As Variant) As Variant
Attribute LOADED_HOURLY_COST.VB_Description = "Cost of one paid hour of an agent: wage, benefits and overhead."
    LOADED_HOURLY_COST = XlcostCellCall("loaded_hourly_cost", Array(wage, benefits_rate, _
        overhead_per_hour))
End Function

Public Function COST_PER_PRODUCTIVE_HOUR(ByVal total_cost As Variant, ByVal paid_hours As Variant, _
        ByVal UTILISATION As Variant) As Variant
Attribute COST_PER_PRODUCTIVE_HOUR.VB_Description = "Cost of one hour in which customers were served."
    COST_PER_PRODUCTIVE_HOUR = XlcostCellCall("cost_per_productive_hour", Array(total_cost, _
        paid_hours, UTILISATION))
End Function

Public Function COST_PER_FTE(ByVal total_cost As Variant, ByVal fte As Variant) As Variant
Attribute COST_PER_FTE.VB_Description = "Cost of one full-time equivalent in the period."
    COST_PER_FTE = XlcostCellCall("cost_per_fte", Array(total_cost, fte))
End Function

Public Function CHANNEL_COST_SHARE(ByVal shared_cost As Variant, _
        ByVal handle_seconds As Variant) As Variant
Attribute CHANNEL_COST_SHARE.VB_Description = "Shared cost given to each channel by its part of the handle time."
    CHANNEL_COST_SHARE = XlcostCall("channel_cost_share", Array(shared_cost, handle_seconds))
End Function

Public Function BENCHMARK_POSITION(ByVal unit_cost As Variant, _
        Optional ByVal benchmark_low As Variant, _
        Optional ByVal benchmark_high As Variant) As Variant
Attribute BENCHMARK_POSITION.VB_Description = "Whether a cost per call lies below, within or above a published band."
    BENCHMARK_POSITION = XlcostCellCall("benchmark_position", Array(unit_cost, benchmark_low, _
        benchmark_high))
End Function

Public Function UNIT_COST_BRIDGE(ByVal cost_before As Variant, ByVal volume_before As Variant, _
        ByVal cost_after As Variant, ByVal volume_after As Variant, _
        Optional ByVal headers As Variant) As Variant
Attribute UNIT_COST_BRIDGE.VB_Description = "Why the unit cost changed: because of the cost, or because of the volume."
    UNIT_COST_BRIDGE = XlcostCall("unit_cost_bridge", Array(cost_before, volume_before, _
        cost_after, volume_after, headers))
End Function

Public Function TOTAL_OPEX(ByVal amounts As Variant) As Variant
Attribute TOTAL_OPEX.VB_Description = "Total operating expense of the customer service: the sum of its lines."
    TOTAL_OPEX = XlcostCall("total_opex", Array(amounts))
End Function

Public Function OPEX_SHARE(ByVal amount As Variant, ByVal total As Variant) As Variant
Attribute OPEX_SHARE.VB_Description = "Part of the operating expense that one line makes up."
    OPEX_SHARE = XlcostCellCall("opex_share", Array(amount, total))
End Function

Public Function FIXED_COST_SHARE(ByVal fixed_cost As Variant, _
        ByVal total_cost As Variant) As Variant
Attribute FIXED_COST_SHARE.VB_Description = "Part of the cost that does not follow the volume."
    FIXED_COST_SHARE = XlcostCellCall("fixed_cost_share", Array(fixed_cost, total_cost))
End Function

Public Function RUN_RATE(ByVal actual_ytd As Variant, ByVal periods_elapsed As Variant, _
        Optional ByVal periods_in_year As Variant) As Variant
Attribute RUN_RATE.VB_Description = "What the year costs when it goes on at the pace so far."
    RUN_RATE = XlcostCellCall("run_rate", Array(actual_ytd, periods_elapsed, periods_in_year))
End Function

Public Function YEAR_TO_DATE(ByVal amounts As Variant, _
        ByVal periods_elapsed As Variant) As Variant
Attribute YEAR_TO_DATE.VB_Description = "Sum of the periods of the year that have passed."
    YEAR_TO_DATE = XlcostCall("year_to_date", Array(amounts, periods_elapsed))
End Function

Public Function BUDGET_USED(ByVal actual_ytd As Variant, ByVal budget_year As Variant) As Variant
Attribute BUDGET_USED.VB_Description = "Part of the year's budget that is spent."
    BUDGET_USED = XlcostCellCall("budget_used", Array(actual_ytd, budget_year))
End Function

Public Function OPEX_PER_CUSTOMER(ByVal total_cost As Variant, _
        ByVal customers As Variant) As Variant
Attribute OPEX_PER_CUSTOMER.VB_Description = "Cost of the customer service for each customer of the business."
    OPEX_PER_CUSTOMER = XlcostCellCall("opex_per_customer", Array(total_cost, customers))
End Function

Public Function OPEX_VARIANCE(ByVal actual As Variant, ByVal budget As Variant) As Variant
Attribute OPEX_VARIANCE.VB_Description = "Actual less budget, in money."
    OPEX_VARIANCE = XlcostCellCall("opex_variance", Array(actual, budget))
End Function

Public Function OPEX_VARIANCE_PCT(ByVal actual As Variant, ByVal budget As Variant) As Variant
Attribute OPEX_VARIANCE_PCT.VB_Description = "Actual less budget, as a share of the budget's size."
    OPEX_VARIANCE_PCT = XlcostCellCall("opex_variance_pct", Array(actual, budget))
End Function

Public Function VARIANCE_STATUS(ByVal actual As Variant, ByVal budget As Variant, _
        Optional ByVal kind As Variant) As Variant
Attribute VARIANCE_STATUS.VB_Description = "Whether a variance is favourable (F), unfavourable (U) or none (-)."
    VARIANCE_STATUS = XlcostCellCall("variance_status", Array(actual, budget, kind))
End Function

Public Function IS_MATERIAL(ByVal actual As Variant, ByVal budget As Variant, _
        ByVal amount_threshold As Variant, ByVal pct_threshold As Variant, _
        Optional ByVal mode As Variant, Optional ByVal always_threshold As Variant) As Variant
Attribute IS_MATERIAL.VB_Description = "Whether a variance is large enough to be explained."
    IS_MATERIAL = XlcostCellCall("is_material", Array(actual, budget, amount_threshold, _
        pct_threshold, mode, always_threshold))
End Function

Public Function FLEXIBLE_BUDGET(ByVal fixed_cost As Variant, _
        ByVal variable_cost_per_unit As Variant, ByVal actual_volume As Variant) As Variant
Attribute FLEXIBLE_BUDGET.VB_Description = "What the budget would have been, had the actual volume been known."
    FLEXIBLE_BUDGET = XlcostCellCall("flexible_budget", Array(fixed_cost, variable_cost_per_unit, _
        actual_volume))
End Function

Public Function VOLUME_VARIANCE(ByVal FLEXIBLE_BUDGET As Variant, _
        ByVal static_budget As Variant) As Variant
Attribute VOLUME_VARIANCE.VB_Description = "The part of the variance that comes from another volume than budgeted."
    VOLUME_VARIANCE = XlcostCellCall("volume_variance", Array(FLEXIBLE_BUDGET, static_budget))
End Function

Public Function SPENDING_VARIANCE(ByVal actual As Variant, _
        ByVal FLEXIBLE_BUDGET As Variant) As Variant
Attribute SPENDING_VARIANCE.VB_Description = "The part of the variance that remains when the volume is taken out."
    SPENDING_VARIANCE = XlcostCellCall("spending_variance", Array(actual, FLEXIBLE_BUDGET))
End Function

Public Function RATE_VARIANCE(ByVal actual_rate As Variant, ByVal standard_rate As Variant, _
        ByVal actual_hours As Variant) As Variant
Attribute RATE_VARIANCE.VB_Description = "The part of a labour variance that comes from a dearer or cheaper hour."
    RATE_VARIANCE = XlcostCellCall("rate_variance", Array(actual_rate, standard_rate, _
        actual_hours))
End Function

Public Function EFFICIENCY_VARIANCE(ByVal actual_hours As Variant, _
        ByVal standard_hours As Variant, ByVal standard_rate As Variant) As Variant
Attribute EFFICIENCY_VARIANCE.VB_Description = "The part of a labour variance that comes from more or fewer hours than the work needed."
    EFFICIENCY_VARIANCE = XlcostCellCall("efficiency_variance", Array(actual_hours, _
        standard_hours, standard_rate))
End Function

Public Function MIX_VARIANCE(ByVal actual_quantities As Variant, _
        ByVal budget_quantities As Variant, ByVal budget_rates As Variant) As Variant
Attribute MIX_VARIANCE.VB_Description = "The cost of another mix of kinds of work than budgeted, at the actual total quantity."
    MIX_VARIANCE = XlcostCall("mix_variance", Array(actual_quantities, budget_quantities, _
        budget_rates))
End Function

Public Function QUANTITY_VARIANCE(ByVal actual_quantities As Variant, _
        ByVal budget_quantities As Variant, ByVal budget_rates As Variant) As Variant
Attribute QUANTITY_VARIANCE.VB_Description = "The cost of another total quantity than budgeted, at the budgeted mix and rates."
    QUANTITY_VARIANCE = XlcostCall("quantity_variance", Array(actual_quantities, _
        budget_quantities, budget_rates))
End Function

Public Function PRICE_VOLUME_MIX(ByVal prices_before As Variant, _
        ByVal quantities_before As Variant, ByVal prices_after As Variant, _
        ByVal quantities_after As Variant, Optional ByVal method As Variant, _
        Optional ByVal headers As Variant) As Variant
Attribute PRICE_VOLUME_MIX.VB_Description = "Why revenue or cost changed, for each product: price, volume, and both at once."
    PRICE_VOLUME_MIX = XlcostCall("price_volume_mix", Array(prices_before, quantities_before, _
        prices_after, quantities_after, method, headers))
End Function

Public Function YIELD_VARIANCE(ByVal actual_quantities As Variant, _
        ByVal standard_quantities As Variant, ByVal standard_rates As Variant, _
        ByVal actual_output As Variant, ByVal standard_output As Variant) As Variant
Attribute YIELD_VARIANCE.VB_Description = "The cost of more or less input than the standard allows for what came out, at standard mix."
    YIELD_VARIANCE = XlcostCall("yield_variance", Array(actual_quantities, standard_quantities, _
        standard_rates, actual_output, standard_output))
End Function

Public Function FIXED_OVERHEAD_SPENDING_VARIANCE(ByVal actual_overhead As Variant, _
        ByVal budget_overhead As Variant) As Variant
Attribute FIXED_OVERHEAD_SPENDING_VARIANCE.VB_Description = "Actual fixed overhead less budgeted: what was spent beyond plan on what does not vary."
    FIXED_OVERHEAD_SPENDING_VARIANCE = XlcostCellCall("fixed_overhead_spending_variance", Array( _
        actual_overhead, budget_overhead))
End Function

Public Function FIXED_OVERHEAD_VOLUME_VARIANCE(ByVal budget_overhead As Variant, _
        ByVal applied_overhead As Variant) As Variant
Attribute FIXED_OVERHEAD_VOLUME_VARIANCE.VB_Description = "Budgeted fixed overhead less what the actual volume was charged at the standard rate."
    FIXED_OVERHEAD_VOLUME_VARIANCE = XlcostCellCall("fixed_overhead_volume_variance", Array( _
        budget_overhead, applied_overhead))
End Function

Public Function LABOUR_COST_BRIDGE(ByVal budget_volumes As Variant, _
        ByVal actual_volumes As Variant, ByVal budget_ahts As Variant, _
        ByVal actual_ahts As Variant, ByVal budget_occupancy As Variant, _
        ByVal actual_occupancy As Variant, ByVal budget_shrinkage As Variant, _
        ByVal actual_shrinkage As Variant, ByVal budget_rate As Variant, _
        ByVal actual_rate As Variant, ByVal actual_labour_cost As Variant, _
        Optional ByVal headers As Variant) As Variant
Attribute LABOUR_COST_BRIDGE.VB_Description = "Why labour cost is not as budgeted: volume, mix, AHT, occupancy, shrinkage, rate."
    LABOUR_COST_BRIDGE = XlcostCall("labour_cost_bridge", Array(budget_volumes, actual_volumes, _
        budget_ahts, actual_ahts, budget_occupancy, actual_occupancy, budget_shrinkage, _
        actual_shrinkage, budget_rate, actual_rate, actual_labour_cost, headers))
End Function

Public Function OPEX_BRIDGE(ByVal budget_amounts As Variant, ByVal actual_amounts As Variant, _
        Optional ByVal headers As Variant) As Variant
Attribute OPEX_BRIDGE.VB_Description = "From total budget to total actual, a step a line, with running totals for a waterfall."
    OPEX_BRIDGE = XlcostCall("opex_bridge", Array(budget_amounts, actual_amounts, headers))
End Function

Public Function FULL_YEAR_FORECAST(ByVal actual_ytd As Variant, ByVal periods_elapsed As Variant, _
        Optional ByVal method As Variant, Optional ByVal periods_in_year As Variant, _
        Optional ByVal budget_year As Variant, Optional ByVal budget_ytd As Variant, _
        Optional ByVal prior_year As Variant, Optional ByVal prior_ytd As Variant, _
        Optional ByVal last_period As Variant) As Variant
Attribute FULL_YEAR_FORECAST.VB_Description = "What the year will cost, by one of four methods."
    FULL_YEAR_FORECAST = XlcostCellCall("full_year_forecast", Array(actual_ytd, periods_elapsed, _
        method, periods_in_year, budget_year, budget_ytd, prior_year, prior_ytd, last_period))
End Function

Public Function FORECAST_VARIANCE(ByVal forecast As Variant, _
        ByVal budget_year As Variant) As Variant
Attribute FORECAST_VARIANCE.VB_Description = "Forecast of the year less its budget."
    FORECAST_VARIANCE = XlcostCellCall("forecast_variance", Array(forecast, budget_year))
End Function

Public Function REQUIRED_RUN_RATE(ByVal actual_ytd As Variant, ByVal budget_year As Variant, _
        ByVal periods_left As Variant) As Variant
Attribute REQUIRED_RUN_RATE.VB_Description = "What each remaining period may cost for the year to end on budget."
    REQUIRED_RUN_RATE = XlcostCellCall("required_run_rate", Array(actual_ytd, budget_year, _
        periods_left))
End Function

Public Function FORECAST_ACCURACY(ByVal actuals As Variant, ByVal forecasts As Variant, _
        Optional ByVal method As Variant) As Variant
Attribute FORECAST_ACCURACY.VB_Description = "How far forecasts were from what came, by one of three methods; 0 is perfect."
    FORECAST_ACCURACY = XlcostCall("forecast_accuracy", Array(actuals, forecasts, method))
End Function

Public Function AVERAGE_HANDLE_TIME(ByVal talk_seconds As Variant, ByVal hold_seconds As Variant, _
        ByVal after_call_seconds As Variant, ByVal handled As Variant) As Variant
Attribute AVERAGE_HANDLE_TIME.VB_Description = "Time that an agent spends on one contact: talk, hold and after-call work."
    AVERAGE_HANDLE_TIME = XlcostCellCall("average_handle_time", Array(talk_seconds, hold_seconds, _
        after_call_seconds, handled))
End Function

Public Function AVERAGE_TALK_TIME(ByVal talk_seconds As Variant, _
        ByVal handled As Variant) As Variant
Attribute AVERAGE_TALK_TIME.VB_Description = "Time in conversation for one contact."
    AVERAGE_TALK_TIME = XlcostCellCall("average_talk_time", Array(talk_seconds, handled))
End Function

Public Function FIRST_CONTACT_RESOLUTION(ByVal resolved_first_contact As Variant, _
        ByVal handled As Variant) As Variant
Attribute FIRST_CONTACT_RESOLUTION.VB_Description = "Part of the contacts that settled the matter at once."
    FIRST_CONTACT_RESOLUTION = XlcostCellCall("first_contact_resolution", Array( _
        resolved_first_contact, handled))
End Function

Public Function CONTACTS_PER_ISSUE(ByVal contacts As Variant, _
        ByVal resolved As Variant) As Variant
Attribute CONTACTS_PER_ISSUE.VB_Description = "Contacts that it takes to resolve one issue."
    CONTACTS_PER_ISSUE = XlcostCellCall("contacts_per_issue", Array(contacts, resolved))
End Function

Public Function CSAT_SCORE(ByVal csat_satisfied As Variant, _
        ByVal csat_responses As Variant) As Variant
Attribute CSAT_SCORE.VB_Description = "Part of the customers who answered that were satisfied."
    CSAT_SCORE = XlcostCellCall("csat_score", Array(csat_satisfied, csat_responses))
End Function

Public Function ABANDONMENT_RATE(ByVal abandoned As Variant, ByVal offered As Variant) As Variant
Attribute ABANDONMENT_RATE.VB_Description = "Part of the offered contacts that gave up before an agent answered."
    ABANDONMENT_RATE = XlcostCellCall("abandonment_rate", Array(abandoned, offered))
End Function

Public Function AVERAGE_SPEED_OF_ANSWER(ByVal wait_seconds As Variant, _
        ByVal handled As Variant) As Variant
Attribute AVERAGE_SPEED_OF_ANSWER.VB_Description = "Time that an answered contact waited for an agent."
    AVERAGE_SPEED_OF_ANSWER = XlcostCellCall("average_speed_of_answer", Array(wait_seconds, _
        handled))
End Function

Public Function TRANSFER_RATE(ByVal transferred As Variant, ByVal handled As Variant) As Variant
Attribute TRANSFER_RATE.VB_Description = "Part of the handled contacts that were passed on to another agent or team."
    TRANSFER_RATE = XlcostCellCall("transfer_rate", Array(transferred, handled))
End Function

Public Function REPEAT_CONTACT_RATE(ByVal repeated As Variant, _
        ByVal handled As Variant) As Variant
Attribute REPEAT_CONTACT_RATE.VB_Description = "Part of the handled contacts that came back about a matter already raised."
    REPEAT_CONTACT_RATE = XlcostCellCall("repeat_contact_rate", Array(repeated, handled))
End Function

Public Function SERVICE_LEVEL(ByVal answered_in_threshold As Variant, ByVal handled As Variant, _
        ByVal abandoned As Variant, Optional ByVal abandoned_in_threshold As Variant, _
        Optional ByVal method As Variant) As Variant
Attribute SERVICE_LEVEL.VB_Description = "Share of contacts answered within the target answer time, by one of four methods."
    SERVICE_LEVEL = XlcostCellCall("service_level", Array(answered_in_threshold, handled, _
        abandoned, abandoned_in_threshold, method))
End Function

Public Function NET_PROMOTER_SCORE(ByVal promoters As Variant, ByVal detractors As Variant, _
        ByVal nps_responses As Variant) As Variant
Attribute NET_PROMOTER_SCORE.VB_Description = "Part of the customers who recommend the company, less the part that advises against it."
    NET_PROMOTER_SCORE = XlcostCellCall("net_promoter_score", Array(promoters, detractors, _
        nps_responses))
End Function

Public Function CUSTOMER_EFFORT_SCORE(ByVal effort_points As Variant, _
        ByVal effort_responses As Variant) As Variant
Attribute CUSTOMER_EFFORT_SCORE.VB_Description = "Mean score that customers gave for how easy it was to get help."
    CUSTOMER_EFFORT_SCORE = XlcostCellCall("customer_effort_score", Array(effort_points, _
        effort_responses))
End Function

Public Function NET_FIRST_CONTACT_RESOLUTION(ByVal resolved_first_contact As Variant, _
        ByVal handled As Variant, ByVal unresolvable As Variant) As Variant
Attribute NET_FIRST_CONTACT_RESOLUTION.VB_Description = "Part of the contacts that could be settled at once which were."
    NET_FIRST_CONTACT_RESOLUTION = XlcostCellCall("net_first_contact_resolution", Array( _
        resolved_first_contact, handled, unresolvable))
End Function

Public Function CONTAINMENT_RATE(ByVal contained As Variant, ByVal sessions As Variant) As Variant
Attribute CONTAINMENT_RATE.VB_Description = "Part of the self-service sessions that needed no agent."
    CONTAINMENT_RATE = XlcostCellCall("containment_rate", Array(contained, sessions))
End Function

Public Function BACKLOG_DAYS(ByVal backlog As Variant, _
        ByVal handled_per_day As Variant) As Variant
Attribute BACKLOG_DAYS.VB_Description = "Days that it takes to handle what lies unanswered, when nothing else comes in."
    BACKLOG_DAYS = XlcostCellCall("backlog_days", Array(backlog, handled_per_day))
End Function

Public Function OCCUPANCY(ByVal handle_hours As Variant, _
        ByVal logged_in_hours As Variant) As Variant
Attribute OCCUPANCY.VB_Description = "Part of the logged-in time that agents spent on contacts."
    OCCUPANCY = XlcostCellCall("occupancy", Array(handle_hours, logged_in_hours))
End Function

Public Function UTILISATION(ByVal handle_hours As Variant, ByVal paid_hours As Variant) As Variant
Attribute UTILISATION.VB_Description = "Part of the paid time that agents spent on contacts."
    UTILISATION = XlcostCellCall("utilisation", Array(handle_hours, paid_hours))
End Function

Public Function SHRINKAGE(ByVal shrinkage_hours As Variant, _
        ByVal paid_hours As Variant) As Variant
Attribute SHRINKAGE.VB_Description = "Part of the paid time in which agents are not there for contacts."
    SHRINKAGE = XlcostCellCall("shrinkage", Array(shrinkage_hours, paid_hours))
End Function

Public Function SCHEDULED_STAFF(ByVal base_staff As Variant, _
        ByVal SHRINKAGE As Variant) As Variant
Attribute SCHEDULED_STAFF.VB_Description = "Staff to schedule so that enough are at their desks."
    SCHEDULED_STAFF = XlcostCellCall("scheduled_staff", Array(base_staff, SHRINKAGE))
End Function

Public Function LICENCE_UTILISATION(ByVal licences_used As Variant, _
        ByVal licences_paid As Variant) As Variant
Attribute LICENCE_UTILISATION.VB_Description = "Part of the paid licences that somebody uses."
    LICENCE_UTILISATION = XlcostCellCall("licence_utilisation", Array(licences_used, _
        licences_paid))
End Function

Public Function IDLE_LICENCE_COST(ByVal licences_used As Variant, ByVal licences_paid As Variant, _
        ByVal licence_price As Variant) As Variant
Attribute IDLE_LICENCE_COST.VB_Description = "Money paid for licences that nobody uses."
    IDLE_LICENCE_COST = XlcostCellCall("idle_licence_cost", Array(licences_used, licences_paid, _
        licence_price))
End Function

Public Function ATTRITION_RATE(ByVal leavers As Variant, ByVal headcount_open As Variant, _
        Optional ByVal headcount_close As Variant, Optional ByVal method As Variant) As Variant
Attribute ATTRITION_RATE.VB_Description = "Part of the staff that left in the period."
    ATTRITION_RATE = XlcostCellCall("attrition_rate", Array(leavers, headcount_open, _
        headcount_close, method))
End Function

Public Function CONTACTS_PER_AGENT_HOUR(ByVal handled As Variant, _
        ByVal logged_in_hours As Variant) As Variant
Attribute CONTACTS_PER_AGENT_HOUR.VB_Description = "Contacts that an agent handles in one logged-in hour."
    CONTACTS_PER_AGENT_HOUR = XlcostCellCall("contacts_per_agent_hour", Array(handled, _
        logged_in_hours))
End Function

Public Function ADHERENCE(ByVal adherent_hours As Variant, _
        ByVal scheduled_hours As Variant) As Variant
Attribute ADHERENCE.VB_Description = "Part of the scheduled time in which agents did what the schedule says, when it says so."
    ADHERENCE = XlcostCellCall("adherence", Array(adherent_hours, scheduled_hours))
End Function

Public Function CONFORMANCE(ByVal worked_hours As Variant, _
        ByVal scheduled_hours As Variant) As Variant
Attribute CONFORMANCE.VB_Description = "Time that was worked in all against the time that was scheduled, whenever it was."
    CONFORMANCE = XlcostCellCall("conformance", Array(worked_hours, scheduled_hours))
End Function

Public Function ABSENTEEISM_RATE(ByVal absence_hours As Variant, _
        ByVal scheduled_hours As Variant) As Variant
Attribute ABSENTEEISM_RATE.VB_Description = "Part of the scheduled time that was lost to absence which nobody had planned."
    ABSENTEEISM_RATE = XlcostCellCall("absenteeism_rate", Array(absence_hours, scheduled_hours))
End Function

Public Function AGENT_UTILISATION(ByVal handle_hours As Variant, _
        ByVal hours_at_work As Variant) As Variant
Attribute AGENT_UTILISATION.VB_Description = "Part of the time at work that goes into contacts, as service desks benchmark it."
    AGENT_UTILISATION = XlcostCellCall("agent_utilisation", Array(handle_hours, hours_at_work))
End Function

Public Function ANNUALISED_ATTRITION(ByVal leavers As Variant, ByVal average_headcount As Variant, _
        ByVal periods_elapsed As Variant, Optional ByVal periods_in_year As Variant, _
        Optional ByVal method As Variant) As Variant
Attribute ANNUALISED_ATTRITION.VB_Description = "Attrition so far as that of a whole year, by one of two methods."
    ANNUALISED_ATTRITION = XlcostCellCall("annualised_attrition", Array(leavers, _
        average_headcount, periods_elapsed, periods_in_year, method))
End Function

Public Function CONCURRENT_HANDLE_TIME(ByVal handle_seconds As Variant, ByVal handled As Variant, _
        ByVal concurrency As Variant) As Variant
Attribute CONCURRENT_HANDLE_TIME.VB_Description = "Time that a contact takes of an agent who has several at once, as in chat."
    CONCURRENT_HANDLE_TIME = XlcostCellCall("concurrent_handle_time", Array(handle_seconds, _
        handled, concurrency))
End Function

Public Function TRAFFIC_INTENSITY(ByVal contacts As Variant, ByVal aht As Variant, _
        ByVal interval_seconds As Variant) As Variant
Attribute TRAFFIC_INTENSITY.VB_Description = "Work that arrives in an interval, in erlangs: the agents it would keep busy without a pause."
    TRAFFIC_INTENSITY = XlcostCellCall("traffic_intensity", Array(contacts, aht, _
        interval_seconds))
End Function

Public Function ERLANG_B(ByVal traffic As Variant, ByVal TRUNKS As Variant) As Variant
Attribute ERLANG_B.VB_Description = "Part of the calls that find every line busy and are turned away."
    ERLANG_B = XlcostCellCall("erlang_b", Array(traffic, TRUNKS))
End Function

Public Function TRUNKS(ByVal traffic As Variant, ByVal blocking As Variant) As Variant
Attribute TRUNKS.VB_Description = "Lines that are needed so that no more than a given part of the calls is turned away."
    TRUNKS = XlcostCellCall("trunks", Array(traffic, blocking))
End Function

Public Function ERLANG_C(ByVal traffic As Variant, ByVal agents As Variant) As Variant
Attribute ERLANG_C.VB_Description = "Part of the contacts that must wait, however short, when nobody gives up."
    ERLANG_C = XlcostCellCall("erlang_c", Array(traffic, agents))
End Function

Public Function ERLANG_C_SERVICE_LEVEL(ByVal traffic As Variant, ByVal agents As Variant, _
        ByVal aht As Variant, ByVal threshold_seconds As Variant) As Variant
Attribute ERLANG_C_SERVICE_LEVEL.VB_Description = "Share of contacts answered within the target answer time, when nobody gives up."
    ERLANG_C_SERVICE_LEVEL = XlcostCellCall("erlang_c_service_level", Array(traffic, agents, aht, _
        threshold_seconds))
End Function

Public Function ERLANG_C_ASA(ByVal traffic As Variant, ByVal agents As Variant, _
        ByVal aht As Variant) As Variant
Attribute ERLANG_C_ASA.VB_Description = "Mean wait of all contacts, those answered at once with 0, when nobody gives up."
    ERLANG_C_ASA = XlcostCellCall("erlang_c_asa", Array(traffic, agents, aht))
End Function

Public Function ERLANG_C_AGENTS(ByVal contacts As Variant, ByVal aht As Variant, _
        ByVal interval_seconds As Variant, ByVal target_service_level As Variant, _
        ByVal threshold_seconds As Variant, Optional ByVal max_occupancy As Variant, _
        Optional ByVal SHRINKAGE As Variant) As Variant
Attribute ERLANG_C_AGENTS.VB_Description = "Fewest agents who answer a given part of the contacts in time, when nobody gives up."
    ERLANG_C_AGENTS = XlcostCellCall("erlang_c_agents", Array(contacts, aht, interval_seconds, _
        target_service_level, threshold_seconds, max_occupancy, SHRINKAGE))
End Function

Public Function ERLANG_A_SERVICE_LEVEL(ByVal traffic As Variant, ByVal agents As Variant, _
        ByVal aht As Variant, ByVal threshold_seconds As Variant, _
        ByVal patience_seconds As Variant) As Variant
Attribute ERLANG_A_SERVICE_LEVEL.VB_Description = "Share of all contacts answered within the target answer time, when some give up."
    ERLANG_A_SERVICE_LEVEL = XlcostCellCall("erlang_a_service_level", Array(traffic, agents, aht, _
        threshold_seconds, patience_seconds))
End Function

Public Function ERLANG_A_AGENTS(ByVal contacts As Variant, ByVal aht As Variant, _
        ByVal interval_seconds As Variant, ByVal target_service_level As Variant, _
        ByVal threshold_seconds As Variant, ByVal patience_seconds As Variant, _
        Optional ByVal max_occupancy As Variant, Optional ByVal SHRINKAGE As Variant) As Variant
Attribute ERLANG_A_AGENTS.VB_Description = "Fewest agents who answer a given part of all contacts in time, when some give up."
    ERLANG_A_AGENTS = XlcostCellCall("erlang_a_agents", Array(contacts, aht, interval_seconds, _
        target_service_level, threshold_seconds, patience_seconds, max_occupancy, SHRINKAGE))
End Function

Public Function ERLANG_A_ABANDONMENT(ByVal traffic As Variant, ByVal agents As Variant, _
        ByVal aht As Variant, ByVal patience_seconds As Variant) As Variant
Attribute ERLANG_A_ABANDONMENT.VB_Description = "Part of the contacts that will give up while they wait."
    ERLANG_A_ABANDONMENT = XlcostCellCall("erlang_a_abandonment", Array(traffic, agents, aht, _
        patience_seconds))
End Function

Public Function ERLANG_A_ASA(ByVal traffic As Variant, ByVal agents As Variant, _
        ByVal aht As Variant, ByVal patience_seconds As Variant) As Variant
Attribute ERLANG_A_ASA.VB_Description = "Mean wait of those who are answered, when some give up."
    ERLANG_A_ASA = XlcostCellCall("erlang_a_asa", Array(traffic, agents, aht, patience_seconds))
End Function

Public Function ERLANG_A_AGENTS_FOR_ABANDONMENT(ByVal contacts As Variant, ByVal aht As Variant, _
        ByVal interval_seconds As Variant, ByVal target_abandonment As Variant, _
        ByVal patience_seconds As Variant, Optional ByVal max_occupancy As Variant, _
        Optional ByVal SHRINKAGE As Variant) As Variant
Attribute ERLANG_A_AGENTS_FOR_ABANDONMENT.VB_Description = "Fewest agents with whom no more than a given part of the contacts gives up."
    ERLANG_A_AGENTS_FOR_ABANDONMENT = XlcostCellCall("erlang_a_agents_for_abandonment", Array( _
        contacts, aht, interval_seconds, target_abandonment, patience_seconds, max_occupancy, _
        SHRINKAGE))
End Function

Public Function ERLANG_C_ANSWER_TIME(ByVal traffic As Variant, ByVal agents As Variant, _
        ByVal aht As Variant, ByVal target_service_level As Variant) As Variant
Attribute ERLANG_C_ANSWER_TIME.VB_Description = "Seconds within which a given part of the contacts will be answered."
    ERLANG_C_ANSWER_TIME = XlcostCellCall("erlang_c_answer_time", Array(traffic, agents, aht, _
        target_service_level))
End Function

Public Function ERLANG_C_CONTACTS(ByVal agents As Variant, ByVal aht As Variant, _
        ByVal interval_seconds As Variant, ByVal target_service_level As Variant, _
        ByVal threshold_seconds As Variant, Optional ByVal max_occupancy As Variant) As Variant
Attribute ERLANG_C_CONTACTS.VB_Description = "Most contacts of an interval of which the agents answer a given part in time."
    ERLANG_C_CONTACTS = XlcostCellCall("erlang_c_contacts", Array(agents, aht, interval_seconds, _
        target_service_level, threshold_seconds, max_occupancy))
End Function

Public Function BACKLOG_AGENTS(ByVal backlog As Variant, ByVal arrivals As Variant, _
        ByVal aht As Variant, ByVal hours_available As Variant, _
        ByVal concurrency As Variant) As Variant
Attribute BACKLOG_AGENTS.VB_Description = "Agents who answer what waits, and what comes until then, within the time promised."
    BACKLOG_AGENTS = XlcostCellCall("backlog_agents", Array(backlog, arrivals, aht, _
        hours_available, concurrency))
End Function

Public Function FLEXIBLE_STAFFING_SAVINGS(ByVal required_agents As Variant, _
        ByVal scheduled_agents As Variant, ByVal interval_seconds As Variant, _
        ByVal loaded_rate As Variant) As Variant
Attribute FLEXIBLE_STAFFING_SAVINGS.VB_Description = "Cost of the hours that are scheduled above the requirement, interval by interval."
    FLEXIBLE_STAFFING_SAVINGS = XlcostCall("flexible_staffing_savings", Array(required_agents, _
        scheduled_agents, interval_seconds, loaded_rate))
End Function

Public Function AUTOMATION_SAVINGS(ByVal contacts As Variant, ByVal deflection_rate As Variant, _
        ByVal COST_PER_CONTACT As Variant, ByVal automated_cost As Variant, _
        Optional ByVal running_cost As Variant) As Variant
Attribute AUTOMATION_SAVINGS.VB_Description = "What chatbots, AI or IVR save when they resolve a part of the contacts."
    AUTOMATION_SAVINGS = XlcostCellCall("automation_savings", Array(contacts, deflection_rate, _
        COST_PER_CONTACT, automated_cost, running_cost))
End Function

Public Function SELF_SERVICE_SAVINGS(ByVal contacts As Variant, ByVal deflection_rate As Variant, _
        ByVal COST_PER_CONTACT As Variant, ByVal automated_cost As Variant, _
        Optional ByVal running_cost As Variant) As Variant
Attribute SELF_SERVICE_SAVINGS.VB_Description = "What a knowledge base or self-service pages save when customers help themselves."
    SELF_SERVICE_SAVINGS = XlcostCellCall("self_service_savings", Array(contacts, deflection_rate, _
        COST_PER_CONTACT, automated_cost, running_cost))
End Function

Public Function FCR_SAVINGS(ByVal contacts As Variant, ByVal fcr_before As Variant, _
        ByVal fcr_after As Variant, ByVal extra_contacts As Variant, _
        ByVal COST_PER_CONTACT As Variant) As Variant
Attribute FCR_SAVINGS.VB_Description = "What resolving more issues at the first contact saves in contacts that come back."
    FCR_SAVINGS = XlcostCellCall("fcr_savings", Array(contacts, fcr_before, fcr_after, _
        extra_contacts, COST_PER_CONTACT))
End Function

Public Function AHT_SAVINGS(ByVal contacts As Variant, ByVal seconds_saved As Variant, _
        ByVal loaded_rate As Variant, ByVal OCCUPANCY As Variant, _
        ByVal SHRINKAGE As Variant) As Variant
Attribute AHT_SAVINGS.VB_Description = "What shorter contacts save in paid hours, at the occupancy and shrinkage that stay."
    AHT_SAVINGS = XlcostCellCall("aht_savings", Array(contacts, seconds_saved, loaded_rate, _
        OCCUPANCY, SHRINKAGE))
End Function

Public Function CALLBACK_SAVINGS(ByVal abandoned As Variant, ByVal redial_rate As Variant, _
        ByVal COST_PER_CONTACT As Variant, ByVal callback_cost As Variant) As Variant
Attribute CALLBACK_SAVINGS.VB_Description = "What calling customers back saves against their dialling again after they gave up."
    CALLBACK_SAVINGS = XlcostCellCall("callback_savings", Array(abandoned, redial_rate, _
        COST_PER_CONTACT, callback_cost))
End Function

Public Function ROUTING_SAVINGS(ByVal contacts As Variant, ByVal transfer_rate_before As Variant, _
        ByVal transfer_rate_after As Variant, ByVal transfer_cost As Variant) As Variant
Attribute ROUTING_SAVINGS.VB_Description = "What automatic routing saves when fewer contacts are passed on."
    ROUTING_SAVINGS = XlcostCellCall("routing_savings", Array(contacts, transfer_rate_before, _
        transfer_rate_after, transfer_cost))
End Function

Public Function OUTSOURCING_SAVINGS(ByVal contacts As Variant, ByVal in_house_cost As Variant, _
        ByVal vendor_price As Variant, ByVal retained_cost As Variant, _
        Optional ByVal transition_cost As Variant) As Variant
Attribute OUTSOURCING_SAVINGS.VB_Description = "What having a vendor handle contacts saves against handling them in house."
    OUTSOURCING_SAVINGS = XlcostCellCall("outsourcing_savings", Array(contacts, in_house_cost, _
        vendor_price, retained_cost, transition_cost))
End Function

Public Function OUTSOURCING_BREAK_EVEN(ByVal fixed_cost As Variant, _
        ByVal variable_cost_per_unit As Variant, ByVal vendor_price As Variant) As Variant
Attribute OUTSOURCING_BREAK_EVEN.VB_Description = "The volume at which handling in house costs as much as the vendor."
    OUTSOURCING_BREAK_EVEN = XlcostCellCall("outsourcing_break_even", Array(fixed_cost, _
        variable_cost_per_unit, vendor_price))
End Function

Public Function VOIP_SAVINGS(ByVal legacy_cost As Variant, ByVal voip_cost As Variant, _
        Optional ByVal rent_saved As Variant, Optional ByVal migration_cost As Variant) As Variant
Attribute VOIP_SAVINGS.VB_Description = "What telephony over the internet, or a platform in the cloud, saves."
    VOIP_SAVINGS = XlcostCellCall("voip_savings", Array(legacy_cost, voip_cost, rent_saved, _
        migration_cost))
End Function

Public Function TRAINING_SAVINGS(ByVal trainees As Variant, ByVal training_cost As Variant, _
        ByVal training_benefit As Variant) As Variant
Attribute TRAINING_SAVINGS.VB_Description = "What training saves in less rework and fewer escalations, above what it costs."
    TRAINING_SAVINGS = XlcostCellCall("training_savings", Array(trainees, training_cost, _
        training_benefit))
End Function

Public Function ATTRITION_COST(ByVal leavers As Variant, ByVal recruiting_cost As Variant, _
        ByVal training_cost As Variant, ByVal ramp_cost As Variant) As Variant
Attribute ATTRITION_COST.VB_Description = "What replacing the agents who leave costs."
    ATTRITION_COST = XlcostCellCall("attrition_cost", Array(leavers, recruiting_cost, _
        training_cost, ramp_cost))
End Function

Public Function CASH_SAVING(ByVal saving As Variant, ByVal cash_share As Variant) As Variant
Attribute CASH_SAVING.VB_Description = "The part of a saving that leaves the accounts."
    CASH_SAVING = XlcostCellCall("cash_saving", Array(saving, cash_share))
End Function

Public Function PAYBACK_PERIODS(ByVal investment As Variant, ByVal savings As Variant) As Variant
Attribute PAYBACK_PERIODS.VB_Description = "How many periods of savings pay an investment back."
    PAYBACK_PERIODS = XlcostCall("payback_periods", Array(investment, savings))
End Function

Public Function PROJECT_NPV(ByVal discount_rate As Variant, _
        ByVal cash_flows As Variant) As Variant
Attribute PROJECT_NPV.VB_Description = "What a project is worth today: its cash flows, each discounted to today."
    PROJECT_NPV = XlcostCall("project_npv", Array(discount_rate, cash_flows))
End Function

Public Function PROJECT_IRR(ByVal cash_flows As Variant) As Variant
Attribute PROJECT_IRR.VB_Description = "The rate at which a project is worth nothing: its own return per period."
    PROJECT_IRR = XlcostCall("project_irr", Array(cash_flows))
End Function

Public Function RETURN_ON_INVESTMENT(ByVal benefit As Variant, ByVal cost As Variant) As Variant
Attribute RETURN_ON_INVESTMENT.VB_Description = "What an investment gives back above its cost, as a part of the cost."
    RETURN_ON_INVESTMENT = XlcostCellCall("return_on_investment", Array(benefit, cost))
End Function

Public Function TOTAL_COST_OF_OWNERSHIP(ByVal investment As Variant, _
        ByVal running_cost As Variant, ByVal periods As Variant) As Variant
Attribute TOTAL_COST_OF_OWNERSHIP.VB_Description = "What something costs over its whole life: to buy, and to run."
    TOTAL_COST_OF_OWNERSHIP = XlcostCellCall("total_cost_of_ownership", Array(investment, _
        running_cost, periods))
End Function

Public Function DISCOUNTED_PAYBACK_PERIODS(ByVal investment As Variant, ByVal savings As Variant, _
        ByVal discount_rate As Variant) As Variant
Attribute DISCOUNTED_PAYBACK_PERIODS.VB_Description = "How many periods pay an investment back when waiting for money costs something, too."
    DISCOUNTED_PAYBACK_PERIODS = XlcostCall("discounted_payback_periods", Array(investment, _
        savings, discount_rate))
End Function

Public Function PROFITABILITY_INDEX(ByVal discount_rate As Variant, _
        ByVal cash_flows As Variant) As Variant
Attribute PROFITABILITY_INDEX.VB_Description = "Present value of what comes in, for each money of present value that goes out."
    PROFITABILITY_INDEX = XlcostCall("profitability_index", Array(discount_rate, cash_flows))
End Function

Public Function MODIFIED_IRR(ByVal cash_flows As Variant, ByVal finance_rate As Variant, _
        ByVal reinvestment_rate As Variant) As Variant
Attribute MODIFIED_IRR.VB_Description = "The return per period of a project whose money in between earns and costs rates of its own."
    MODIFIED_IRR = XlcostCall("modified_irr", Array(cash_flows, finance_rate, reinvestment_rate))
End Function

Public Function DATED_NPV(ByVal discount_rate As Variant, ByVal cash_flows As Variant, _
        ByVal dates As Variant) As Variant
Attribute DATED_NPV.VB_Description = "What flows on days of their own are worth on the first of them."
    DATED_NPV = XlcostCall("dated_npv", Array(discount_rate, cash_flows, dates))
End Function

Public Function DATED_IRR(ByVal cash_flows As Variant, ByVal dates As Variant) As Variant
Attribute DATED_IRR.VB_Description = "The rate of a year at which flows on days of their own are worth nothing."
    DATED_IRR = XlcostCall("dated_irr", Array(cash_flows, dates))
End Function

Public Function XLCOST_VERSIONS() As Variant
Attribute XLCOST_VERSIONS.VB_Description = "Versions of xlcost and Python, or why Python does not answer."
    XLCOST_VERSIONS = XlcostState()
End Function

Public Sub DescribeFunctions()
    'The help of the function wizard; the workbook is not marked as changed.
    Dim wasSaved As Boolean

    On Error Resume Next
    wasSaved = ThisWorkbook.Saved
    DescribeUnitCost
    DescribeOpex
    DescribeVariance
    DescribeBridge
    DescribeForecast
    DescribeService
    DescribeWorkforce
    DescribeStaffing
    DescribeSavings
    DescribeInvestment
    XlcostDescribe "XLCOST_VERSIONS", "xlcost", _
        "Versions of xlcost and Python, or why Python does not answer.", Empty
    ThisWorkbook.Saved = wasSaved
End Sub

Private Sub DescribeUnitCost()
    XlcostDescribe "COST_PER_CALL", "xlcost unit cost", _
        "Fully loaded operating cost of one handled inbound call.", Array( _
        "Total cost of all calls in the period, in the report currency.", _
        "Calls handled by an agent in the same period, a count.")
    XlcostDescribe "COST_PER_SALE", "xlcost unit cost", _
        "Operating cost of an outbound centre for each sale that it made.", Array( _
        "Total operating cost of the outbound work, in the report currency.", _
        "Sales made in the same period, a count.")
    XlcostDescribe "COST_PER_LEAD", "xlcost unit cost", _
        "Operating cost of an outbound centre for each lead that it won.", Array( _
        "Total operating cost of the outbound work, in the report currency.", _
        "Leads won in the same period, a count.")
    XlcostDescribe "COST_PER_CONTACT", "xlcost unit cost", _
        "Fully loaded cost of one handled contact, over all channels or in one of them.", Array( _
        "Total cost of these contacts, in the report currency.", _
        "Contacts handled in the same period and channels, a count.")
    XlcostDescribe "COST_PER_INTERACTION", "xlcost unit cost", _
        "Fully loaded cost of one handled contact, over all channels or in one of them.", Array( _
        "Total cost of these contacts, in the report currency.", _
        "Contacts handled in the same period and channels, a count.")
    XlcostDescribe "BLENDED_COST_PER_CONTACT", "xlcost unit cost", _
        "Cost of one contact over several channels: all the cost over all the contacts.", Array( _
        "Cost of each channel, in the report currency.", _
        "Contacts handled in each channel, counts, in a range of the same shape.")
    XlcostDescribe "COST_PER_RESOLUTION", "xlcost unit cost", _
        "Cost of one issue that was resolved for the customer.", Array( _
        "Total cost of all contacts in the period, in the report currency.", _
        "Issues resolved in the same period, a count.")
    XlcostDescribe "COST_PER_MINUTE", "xlcost unit cost", _
        "Cost of one minute in which an agent handled a contact.", Array( _
        "Total cost of all contacts in the period, in the report currency.", _
        "Handle time of all contacts in the same period, in seconds.")
    XlcostDescribe "LOADED_HOURLY_COST", "xlcost unit cost", _
        "Cost of one paid hour of an agent: wage, benefits and overhead.", Array( _
        "Gross wage for one hour, in the report currency.", _
        "Benefits as a share of the wage, 0.25 for 25 %; may be above 1.", _
        "Overhead for one paid hour, in the report currency; 0 when omitted.")
    XlcostDescribe "COST_PER_PRODUCTIVE_HOUR", "xlcost unit cost", _
        "Cost of one hour in which customers were served.", Array( _
        "Total cost of the period, in the report currency.", _
        "Hours paid in the same period, in hours.", _
        "Share of the paid hours that were spent on contacts, 0 to 1.")
    XlcostDescribe "COST_PER_FTE", "xlcost unit cost", _
        "Cost of one full-time equivalent in the period.", Array( _
        "Total cost of the period, in the report currency.", _
        "Full-time equivalents on average in the same period, a count.")
    XlcostDescribe "CHANNEL_COST_SHARE", "xlcost unit cost", _
        "Shared cost given to each channel by its part of the handle time.", Array( _
        "Cost to share out, in the report currency.", _
        "Handle time of each channel, in seconds.")
    XlcostDescribe "BENCHMARK_POSITION", "xlcost unit cost", _
        "Whether a cost per call lies below, within or above a published band.", Array( _
        "Cost of one call, in the currency of the band.", _
        "Lower bound of the band, money for one call; 2.70 US dollars when omitted.", _
        "Upper bound of the band, money for one call; 5.60 US dollars when omitted.")
    XlcostDescribe "UNIT_COST_BRIDGE", "xlcost unit cost", _
        "Why the unit cost changed: because of the cost, or because of the volume.", Array( _
        "Total cost before, in the report currency.", _
        "Units before, a count.", _
        "Total cost after, in the report currency.", _
        "Units after, a count.", _
        "TRUE adds a row of column names above the result; FALSE when omitted.")
End Sub

Private Sub DescribeOpex()
    XlcostDescribe "TOTAL_OPEX", "xlcost opex", _
        "Total operating expense of the customer service: the sum of its lines.", Array( _
        "Amounts of the lines, in the report currency; cost is positive.")
    XlcostDescribe "OPEX_SHARE", "xlcost opex", _
        "Part of the operating expense that one line makes up.", Array( _
        "Amount of the line, in the report currency.", _
        "Amount of all lines, in the report currency.")
    XlcostDescribe "FIXED_COST_SHARE", "xlcost opex", _
        "Part of the cost that does not follow the volume.", Array( _
        "Cost that stays when the volume changes, in the report currency.", _
        "Fixed and variable cost together, in the report currency.")
    XlcostDescribe "RUN_RATE", "xlcost opex", _
        "What the year costs when it goes on at the pace so far.", Array( _
        "Actual cost of the year to date, in the report currency.", _
        "Periods that this covers, in periods.", _
        "Periods in the whole year, in periods; 12 when omitted.")
    XlcostDescribe "YEAR_TO_DATE", "xlcost opex", _
        "Sum of the periods of the year that have passed.", Array( _
        "Amounts of the periods of the year, in order, in the report currency.", _
        "How many of them to add up, in periods; 0 gives 0.")
    XlcostDescribe "BUDGET_USED", "xlcost opex", _
        "Part of the year's budget that is spent.", Array( _
        "Actual cost of the year to date, in the report currency.", _
        "Budget of the whole year, in the report currency.")
    XlcostDescribe "OPEX_PER_CUSTOMER", "xlcost opex", _
        "Cost of the customer service for each customer of the business.", Array( _
        "Total cost of the customer service, in the report currency.", _
        "Customers on average in the same period, a count.")
End Sub

Private Sub DescribeVariance()
    XlcostDescribe "OPEX_VARIANCE", "xlcost variance", _
        "Actual less budget, in money.", Array( _
        "Actual amount, in the report currency.", _
        "Budgeted amount of the same lines and periods, in the report currency.")
    XlcostDescribe "OPEX_VARIANCE_PCT", "xlcost variance", _
        "Actual less budget, as a share of the budget's size.", Array( _
        "Actual amount, in the report currency.", _
        "Budgeted amount of the same lines and periods, in the report currency.")
    XlcostDescribe "VARIANCE_STATUS", "xlcost variance", _
        "Whether a variance is favourable (F), unfavourable (U) or none (-).", Array( _
        "Actual amount, in the report currency.", _
        "Budgeted amount of the same lines and periods, in the report currency.", _
        "What the line is, a text: ""cost"" (when omitted) or ""income"".")
    XlcostDescribe "IS_MATERIAL", "xlcost variance", _
        "Whether a variance is large enough to be explained.", Array( _
        "Actual amount, in the report currency.", _
        "Budgeted amount of the same lines and periods, in the report currency.", _
        "Size of a variance from which it matters, in the report currency.", _
        "Size as a share of the budget from which it matters, 0.05 for 5 %.", _
        "Whether both thresholds must be met, a text: ""and"" (when omitted), or one: ""or"".", _
        "Size of a variance that is enough alone, in the report currency; 0 when omitted: there is no such size.")
    XlcostDescribe "FLEXIBLE_BUDGET", "xlcost variance", _
        "What the budget would have been, had the actual volume been known.", Array( _
        "Budgeted cost that does not follow the volume, in the report currency.", _
        "Budgeted variable cost, money for one unit.", _
        "Units actually handled, a count.")
    XlcostDescribe "VOLUME_VARIANCE", "xlcost variance", _
        "The part of the variance that comes from another volume than budgeted.", Array( _
        "Budget at the actual volume, in the report currency.", _
        "Budget as it was approved, in the report currency.")
    XlcostDescribe "SPENDING_VARIANCE", "xlcost variance", _
        "The part of the variance that remains when the volume is taken out.", Array( _
        "Actual amount, in the report currency.", _
        "Budget at the actual volume, in the report currency.")
    XlcostDescribe "RATE_VARIANCE", "xlcost variance", _
        "The part of a labour variance that comes from a dearer or cheaper hour.", Array( _
        "What an hour cost, in the report currency.", _
        "What an hour should have cost, in the report currency.", _
        "Hours worked, in hours.")
    XlcostDescribe "EFFICIENCY_VARIANCE", "xlcost variance", _
        "The part of a labour variance that comes from more or fewer hours than the work needed.", Array( _
        "Hours worked, in hours.", _
        "Hours that the actual output should have taken, in hours.", _
        "What an hour should have cost, in the report currency.")
    XlcostDescribe "MIX_VARIANCE", "xlcost variance", _
        "The cost of another mix of kinds of work than budgeted, at the actual total quantity.", Array( _
        "Actual quantity of each kind of work, counts.", _
        "Budgeted quantity of each kind, counts.", _
        "Budgeted cost of each kind, money for one.")
    XlcostDescribe "QUANTITY_VARIANCE", "xlcost variance", _
        "The cost of another total quantity than budgeted, at the budgeted mix and rates.", Array( _
        "Actual quantity of each kind of work, counts.", _
        "Budgeted quantity of each kind, counts.", _
        "Budgeted cost of each kind, money for one.")
    XlcostDescribe "PRICE_VOLUME_MIX", "xlcost variance", _
        "Why revenue or cost changed, for each product: price, volume, and both at once.", Array( _
        "Price of each product before, money for one.", _
        "Quantity of each product before, counts.", _
        "Price of each product after, money for one.", _
        "Quantity of each product after, counts.", _
        "How to split, a text: ""old_volume"" (when omitted), ""new_volume"", ""midpoint"" or ""product_mix"".", _
        "TRUE adds a row of column names above the result; FALSE when omitted.")
    XlcostDescribe "YIELD_VARIANCE", "xlcost variance", _
        "The cost of more or less input than the standard allows for what came out, at standard mix.", Array( _
        "Actual quantity of each kind of input, counts.", _
        "Standard quantity of each kind, for `standard_output`, counts.", _
        "Standard cost of each kind, money for one.", _
        "What came out, a count.", _
        "What the standard quantities are for, a count.")
    XlcostDescribe "FIXED_OVERHEAD_SPENDING_VARIANCE", "xlcost variance", _
        "Actual fixed overhead less budgeted: what was spent beyond plan on what does not vary.", Array( _
        "Actual fixed overhead, in the report currency.", _
        "Budgeted fixed overhead of the same periods, in the report currency.")
    XlcostDescribe "FIXED_OVERHEAD_VOLUME_VARIANCE", "xlcost variance", _
        "Budgeted fixed overhead less what the actual volume was charged at the standard rate.", Array( _
        "Budgeted fixed overhead, in the report currency.", _
        "Standard rate for one times the actual volume, in the report currency.")
End Sub

Private Sub DescribeBridge()
    XlcostDescribe "LABOUR_COST_BRIDGE", "xlcost bridge", _
        "Why labour cost is not as budgeted: volume, mix, AHT, occupancy, shrinkage, rate.", Array( _
        "Budgeted contacts of each channel, counts.", _
        "Actual contacts of each channel, counts.", _
        "Budgeted average handle time of each channel, in seconds.", _
        "Actual average handle time of each channel, in seconds.", _
        "Budgeted handle hours over logged-in hours, a share from 0 to 1.", _
        "Actual handle hours over logged-in hours, a share from 0 to 1.", _
        "Budgeted hours paid but not worked, a share of paid hours from 0 to 1.", _
        "Actual hours paid but not worked, a share of paid hours from 0 to 1.", _
        "Budgeted cost of a paid hour, in the report currency.", _
        "Actual cost of a paid hour, in the report currency.", _
        "Actual labour cost that the bridge ends at, in the report currency.", _
        "TRUE adds a row of column names above the result; FALSE when omitted.")
    XlcostDescribe "OPEX_BRIDGE", "xlcost bridge", _
        "From total budget to total actual, a step a line, with running totals for a waterfall.", Array( _
        "Budgeted amount of each line, in the report currency.", _
        "Actual amount of each line, in the report currency.", _
        "TRUE adds a row of column names above the result; FALSE when omitted.")
End Sub

Private Sub DescribeForecast()
    XlcostDescribe "FULL_YEAR_FORECAST", "xlcost forecast", _
        "What the year will cost, by one of four methods.", Array( _
        "Actual cost of the year to date, in the report currency.", _
        "Periods that this covers, in periods.", _
        "A text: ""run_rate"" (when omitted), ""remaining_budget"", ""seasonal"" or ""last_period"".", _
        "Periods in the whole year, in periods; 12 when omitted.", _
        "Budget of the whole year, in the report currency, for ""remaining_budget"".", _
        "Budget of the year to date, in the report currency, for ""remaining_budget"".", _
        "Actual cost of the whole prior year, in the report currency, for ""seasonal"".", _
        "Actual cost of the prior year to the same period, in the report currency, for ""seasonal"".", _
        "Actual cost of the last period, in the report currency, for ""last_period"".")
    XlcostDescribe "FORECAST_VARIANCE", "xlcost forecast", _
        "Forecast of the year less its budget.", Array( _
        "Forecast of the whole year, in the report currency.", _
        "Budget of the whole year, in the report currency.")
    XlcostDescribe "REQUIRED_RUN_RATE", "xlcost forecast", _
        "What each remaining period may cost for the year to end on budget.", Array( _
        "Actual cost of the year to date, in the report currency.", _
        "Budget of the whole year, in the report currency.", _
        "Periods that remain, in periods.")
    XlcostDescribe "FORECAST_ACCURACY", "xlcost forecast", _
        "How far forecasts were from what came, by one of three methods; 0 is perfect.", Array( _
        "What came, a cell each, in the report currency.", _
        "What was forecast for each, in the report currency.", _
        "A text: ""wape"" (when omitted), ""mape"" or ""bias"".")
End Sub

Private Sub DescribeService()
    XlcostDescribe "AVERAGE_HANDLE_TIME", "xlcost service", _
        "Time that an agent spends on one contact: talk, hold and after-call work.", Array( _
        "Time in conversation, in seconds.", _
        "Time on hold, in seconds.", _
        "Work after the conversation that belongs to it, in seconds.", _
        "Contacts handled in the same period, a count.")
    XlcostDescribe "AVERAGE_TALK_TIME", "xlcost service", _
        "Time in conversation for one contact.", Array( _
        "Time in conversation, in seconds.", _
        "Contacts handled in the same period, a count.")
    XlcostDescribe "FIRST_CONTACT_RESOLUTION", "xlcost service", _
        "Part of the contacts that settled the matter at once.", Array( _
        "Contacts that were resolved at the first one, a count.", _
        "Contacts handled in the same period, a count.")
    XlcostDescribe "CONTACTS_PER_ISSUE", "xlcost service", _
        "Contacts that it takes to resolve one issue.", Array( _
        "Contacts handled in the period, a count.", _
        "Issues resolved in the same period, a count.")
    XlcostDescribe "CSAT_SCORE", "xlcost service", _
        "Part of the customers who answered that were satisfied.", Array( _
        "Answers that say satisfied, a count.", _
        "All answers to the question, a count.")
    XlcostDescribe "ABANDONMENT_RATE", "xlcost service", _
        "Part of the offered contacts that gave up before an agent answered.", Array( _
        "Contacts that gave up while waiting, a count.", _
        "Contacts that reached the queue, a count.")
    XlcostDescribe "AVERAGE_SPEED_OF_ANSWER", "xlcost service", _
        "Time that an answered contact waited for an agent.", Array( _
        "Waiting time of the answered contacts, in seconds.", _
        "Contacts answered in the same period, a count.")
    XlcostDescribe "TRANSFER_RATE", "xlcost service", _
        "Part of the handled contacts that were passed on to another agent or team.", Array( _
        "Contacts that were passed on, a count.", _
        "Contacts handled in the same period, a count.")
    XlcostDescribe "REPEAT_CONTACT_RATE", "xlcost service", _
        "Part of the handled contacts that came back about a matter already raised.", Array( _
        "Contacts about a matter raised before, a count.", _
        "Contacts handled in the same period, a count.")
    XlcostDescribe "SERVICE_LEVEL", "xlcost service", _
        "Share of contacts answered within the target answer time, by one of four methods.", Array( _
        "Contacts answered within the target answer time, a count.", _
        "All contacts that were answered, a count.", _
        "All contacts that gave up while waiting, a count.", _
        "Contacts that gave up within that time, a count; 0 when omitted.", _
        "A text: ""answered_of_offered"" (when omitted), ""answered_of_answered"", ""abandoned_count_as_met"" or ""short_abandons_excluded"".")
    XlcostDescribe "NET_PROMOTER_SCORE", "xlcost service", _
        "Part of the customers who recommend the company, less the part that advises against it.", Array( _
        "Responses of 9 or 10, a count.", _
        "Responses of 0 to 6, a count.", _
        "All responses to the question, a count.")
    XlcostDescribe "CUSTOMER_EFFORT_SCORE", "xlcost service", _
        "Mean score that customers gave for how easy it was to get help.", Array( _
        "The scores of all responses added up, a count of points.", _
        "Responses to the question, a count.")
    XlcostDescribe "NET_FIRST_CONTACT_RESOLUTION", "xlcost service", _
        "Part of the contacts that could be settled at once which were.", Array( _
        "Contacts that were resolved at the first one, a count.", _
        "Contacts handled in the same period, a count.", _
        "Those of them that could not be resolved at the first contact, a count.")
    XlcostDescribe "CONTAINMENT_RATE", "xlcost service", _
        "Part of the self-service sessions that needed no agent.", Array( _
        "Sessions that ended without an agent, a count.", _
        "All sessions in the same period, a count.")
    XlcostDescribe "BACKLOG_DAYS", "xlcost service", _
        "Days that it takes to handle what lies unanswered, when nothing else comes in.", Array( _
        "Contacts that wait for an answer, a count.", _
        "Contacts that are handled in a day, a count.")
End Sub

Private Sub DescribeWorkforce()
    XlcostDescribe "OCCUPANCY", "xlcost workforce", _
        "Part of the logged-in time that agents spent on contacts.", Array( _
        "Talk, hold and after-call work, in hours.", _
        "Time that agents were logged in and ready or busy, in hours.")
    XlcostDescribe "UTILISATION", "xlcost workforce", _
        "Part of the paid time that agents spent on contacts.", Array( _
        "Talk, hold and after-call work, in hours.", _
        "All hours paid in the same period, in hours.")
    XlcostDescribe "SHRINKAGE", "xlcost workforce", _
        "Part of the paid time in which agents are not there for contacts.", Array( _
        "Paid time away from contacts, in hours.", _
        "All hours paid in the same period, in hours.")
    XlcostDescribe "SCHEDULED_STAFF", "xlcost workforce", _
        "Staff to schedule so that enough are at their desks.", Array( _
        "Staff needed at their desks, a count.", _
        "Part of the paid time away from contacts, a share from 0 to 1.")
    XlcostDescribe "LICENCE_UTILISATION", "xlcost workforce", _
        "Part of the paid licences that somebody uses.", Array( _
        "Licences that were used, a count.", _
        "Licences that are paid for, a count.")
    XlcostDescribe "IDLE_LICENCE_COST", "xlcost workforce", _
        "Money paid for licences that nobody uses.", Array( _
        "Licences that were used, a count.", _
        "Licences that are paid for, a count.", _
        "Price of a licence for the period, money for one.")
    XlcostDescribe "ATTRITION_RATE", "xlcost workforce", _
        "Part of the staff that left in the period.", Array( _
        "People who left in the period, a count.", _
        "Headcount at the start of the period, a count.", _
        "Headcount at the end, a count; as at the start when omitted.", _
        "A text: ""average"" (when omitted) or ""opening"".")
    XlcostDescribe "CONTACTS_PER_AGENT_HOUR", "xlcost workforce", _
        "Contacts that an agent handles in one logged-in hour.", Array( _
        "Contacts handled in the period, a count.", _
        "Time that agents were logged in, in hours.")
    XlcostDescribe "ADHERENCE", "xlcost workforce", _
        "Part of the scheduled time in which agents did what the schedule says, when it says so.", Array( _
        "Scheduled time that was spent in the scheduled state, in hours.", _
        "All scheduled time, in hours.")
    XlcostDescribe "CONFORMANCE", "xlcost workforce", _
        "Time that was worked in all against the time that was scheduled, whenever it was.", Array( _
        "Time that was worked, in hours.", _
        "Time that was scheduled, in hours.")
    XlcostDescribe "ABSENTEEISM_RATE", "xlcost workforce", _
        "Part of the scheduled time that was lost to absence which nobody had planned.", Array( _
        "Unplanned absence, in hours.", _
        "Time that was scheduled, in hours.")
    XlcostDescribe "AGENT_UTILISATION", "xlcost workforce", _
        "Part of the time at work that goes into contacts, as service desks benchmark it.", Array( _
        "Time in contacts with their after-call work, in hours.", _
        "Time at work, in hours.")
    XlcostDescribe "ANNUALISED_ATTRITION", "xlcost workforce", _
        "Attrition so far as that of a whole year, by one of two methods.", Array( _
        "People who left in the periods so far, a count.", _
        "Mean headcount over these periods, a count.", _
        "Periods that this covers, in periods.", _
        "Periods in a whole year, in periods; 12 when omitted.", _
        "A text: ""simple"" (when omitted) or ""compound"".")
    XlcostDescribe "CONCURRENT_HANDLE_TIME", "xlcost workforce", _
        "Time that a contact takes of an agent who has several at once, as in chat.", Array( _
        "Time of all contacts from beginning to end, in seconds.", _
        "Contacts handled in the same period, a count.", _
        "Contacts that an agent has at once on average, a count; 1 on the telephone.")
End Sub

Private Sub DescribeStaffing()
    XlcostDescribe "TRAFFIC_INTENSITY", "xlcost staffing", _
        "Work that arrives in an interval, in erlangs: the agents it would keep busy without a pause.", Array( _
        "Contacts that arrive in the interval, answered or not, a count.", _
        "Average handle time, in seconds.", _
        "Length of the interval, in seconds; 1800 for half an hour.")
    XlcostDescribe "ERLANG_B", "xlcost staffing", _
        "Part of the calls that find every line busy and are turned away.", Array( _
        "Offered traffic, in erlangs; see TRAFFIC_INTENSITY.", _
        "Lines, a count; cut to a whole number.")
    XlcostDescribe "TRUNKS", "xlcost staffing", _
        "Lines that are needed so that no more than a given part of the calls is turned away.", Array( _
        "Offered traffic, in erlangs; see TRAFFIC_INTENSITY.", _
        "The part of the calls that may be turned away, a share from 0 to 1.")
    XlcostDescribe "ERLANG_C", "xlcost staffing", _
        "Part of the contacts that must wait, however short, when nobody gives up.", Array( _
        "Offered traffic, in erlangs; see TRAFFIC_INTENSITY.", _
        "Agents who are at their desks, a count; cut to a whole number.")
    XlcostDescribe "ERLANG_C_SERVICE_LEVEL", "xlcost staffing", _
        "Share of contacts answered within the target answer time, when nobody gives up.", Array( _
        "Offered traffic, in erlangs; see TRAFFIC_INTENSITY.", _
        "Agents who are at their desks, a count; cut to a whole number.", _
        "Average handle time, in seconds.", _
        "The promised time, in seconds.")
    XlcostDescribe "ERLANG_C_ASA", "xlcost staffing", _
        "Mean wait of all contacts, those answered at once with 0, when nobody gives up.", Array( _
        "Offered traffic, in erlangs; see TRAFFIC_INTENSITY.", _
        "Agents who are at their desks, a count; cut to a whole number.", _
        "Average handle time, in seconds.")
    XlcostDescribe "ERLANG_C_AGENTS", "xlcost staffing", _
        "Fewest agents who answer a given part of the contacts in time, when nobody gives up.", Array( _
        "Contacts that arrive in the interval, a count.", _
        "Average handle time, in seconds.", _
        "Length of the interval, in seconds; 1800 for half an hour.", _
        "Part to be answered in time, a share from 0 to 1; 0.8 for 80 %.", _
        "The promised time, in seconds.", _
        "Highest part of their time that agents may be busy, a share from 0 to 1; 1 when omitted.", _
        "Part of the paid time away from contacts, a share from 0 to 1; 0 when omitted.")
    XlcostDescribe "ERLANG_A_SERVICE_LEVEL", "xlcost staffing", _
        "Share of all contacts answered within the target answer time, when some give up.", Array( _
        "Offered traffic, in erlangs; see TRAFFIC_INTENSITY.", _
        "Agents who are at their desks, a count; cut to a whole number.", _
        "Average handle time, in seconds.", _
        "The promised time, in seconds.", _
        "Mean patience, in seconds: waiting time of all / number who gave up.")
    XlcostDescribe "ERLANG_A_AGENTS", "xlcost staffing", _
        "Fewest agents who answer a given part of all contacts in time, when some give up.", Array( _
        "Contacts that arrive in the interval, a count.", _
        "Average handle time, in seconds.", _
        "Length of the interval, in seconds; 1800 for half an hour.", _
        "Part to be answered in time, a share from 0 to 1; 0.8 for 80 %.", _
        "The promised time, in seconds.", _
        "Mean patience, in seconds: waiting time of all / number who gave up.", _
        "Highest part of their time that agents may be busy, a share from 0 to 1; 1 when omitted.", _
        "Part of the paid time away from contacts, a share from 0 to 1; 0 when omitted.")
    XlcostDescribe "ERLANG_A_ABANDONMENT", "xlcost staffing", _
        "Part of the contacts that will give up while they wait.", Array( _
        "Offered traffic, in erlangs; see TRAFFIC_INTENSITY.", _
        "Agents who are at their desks, a count; cut to a whole number.", _
        "Average handle time, in seconds.", _
        "Mean patience, in seconds: waiting time of all / number who gave up.")
    XlcostDescribe "ERLANG_A_ASA", "xlcost staffing", _
        "Mean wait of those who are answered, when some give up.", Array( _
        "Offered traffic, in erlangs; see TRAFFIC_INTENSITY.", _
        "Agents who are at their desks, a count; cut to a whole number.", _
        "Average handle time, in seconds.", _
        "Mean patience, in seconds: waiting time of all / number who gave up.")
    XlcostDescribe "ERLANG_A_AGENTS_FOR_ABANDONMENT", "xlcost staffing", _
        "Fewest agents with whom no more than a given part of the contacts gives up.", Array( _
        "Contacts that arrive in the interval, a count.", _
        "Average handle time, in seconds.", _
        "Length of the interval, in seconds; 1800 for half an hour.", _
        "Part that may give up, a share from 0 to 1; 0.05 for 5 %.", _
        "Mean patience, in seconds: waiting time of all / number who gave up.", _
        "Highest part of their time that agents may be busy, a share from 0 to 1; 1 when omitted.", _
        "Part of the paid time away from contacts, a share from 0 to 1; 0 when omitted.")
    XlcostDescribe "ERLANG_C_ANSWER_TIME", "xlcost staffing", _
        "Seconds within which a given part of the contacts will be answered.", Array( _
        "Offered traffic, in erlangs; see TRAFFIC_INTENSITY.", _
        "Agents who are at their desks, a count; cut to a whole number.", _
        "Average handle time, in seconds.", _
        "Part to be answered in time, a share from 0 to 1; 0.8 for 80 %.")
    XlcostDescribe "ERLANG_C_CONTACTS", "xlcost staffing", _
        "Most contacts of an interval of which the agents answer a given part in time.", Array( _
        "Agents who are at their desks, a count; cut to a whole number.", _
        "Average handle time, in seconds.", _
        "Length of the interval, in seconds; 1800 for half an hour.", _
        "Part to be answered in time, a share from 0 to 1; 0.8 for 80 %.", _
        "The promised time, in seconds.", _
        "Highest part of their time that agents may be busy, a share from 0 to 1; 1 when omitted.")
    XlcostDescribe "BACKLOG_AGENTS", "xlcost staffing", _
        "Agents who answer what waits, and what comes until then, within the time promised.", Array( _
        "Contacts that wait for an answer, a count.", _
        "Contacts that will come in before the promise falls due, a count.", _
        "Average handle time, in seconds.", _
        "What one agent has for them until then, in hours, without shrinkage.", _
        "Contacts that an agent works on at once, a count; 1 for e-mail.")
    XlcostDescribe "FLEXIBLE_STAFFING_SAVINGS", "xlcost staffing", _
        "Cost of the hours that are scheduled above the requirement, interval by interval.", Array( _
        "Agents needed in each interval, counts.", _
        "Agents scheduled in each interval, counts.", _
        "Length of each interval, in seconds; 1800 for half an hour.", _
        "Labour cost per paid hour, benefits included, money an hour.")
End Sub

Private Sub DescribeSavings()
    XlcostDescribe "AUTOMATION_SAVINGS", "xlcost savings", _
        "What chatbots, AI or IVR save when they resolve a part of the contacts.", Array( _
        "Contacts of a period that agents would handle, a count.", _
        "Part of them that is resolved without an agent, a share.", _
        "What a contact costs that an agent handles, money for one.", _
        "What an automated contact costs, money for one.", _
        "Fixed cost of the automation in the period, in the report currency; 0 when omitted.")
    XlcostDescribe "SELF_SERVICE_SAVINGS", "xlcost savings", _
        "What a knowledge base or self-service pages save when customers help themselves.", Array( _
        "Contacts of a period that agents would handle, a count.", _
        "Part of them that does not come any more, a share.", _
        "What a contact costs that an agent handles, money for one.", _
        "What a self-service session costs in its place, money for one.", _
        "Fixed cost of the self-service in the period, in the report currency; 0 when omitted.")
    XlcostDescribe "FCR_SAVINGS", "xlcost savings", _
        "What resolving more issues at the first contact saves in contacts that come back.", Array( _
        "First contacts of a period, one an issue, a count.", _
        "Part of them resolved at once before, a share.", _
        "Part of them resolved at once after, a share.", _
        "Further contacts on average of an issue that is not resolved at once, a count.", _
        "What one of these contacts costs, money for one.")
    XlcostDescribe "AHT_SAVINGS", "xlcost savings", _
        "What shorter contacts save in paid hours, at the occupancy and shrinkage that stay.", Array( _
        "Contacts of a period, a count.", _
        "Handle time saved in each, in seconds.", _
        "Labour cost per paid hour, benefits included, money an hour.", _
        "Part of the logged-in time spent on contacts, a share.", _
        "Part of the paid time away from contacts, a share.")
    XlcostDescribe "CALLBACK_SAVINGS", "xlcost savings", _
        "What calling customers back saves against their dialling again after they gave up.", Array( _
        "Calls given up in the queue that a callback would take, a count.", _
        "Part of them that calls again, a share.", _
        "What such a repeated call costs, money for one.", _
        "What a callback costs, money for one.")
    XlcostDescribe "ROUTING_SAVINGS", "xlcost savings", _
        "What automatic routing saves when fewer contacts are passed on.", Array( _
        "Contacts of a period, a count.", _
        "Part of them passed on before, a share.", _
        "Part of them passed on after, a share.", _
        "What one transfer costs, money for one.")
    XlcostDescribe "OUTSOURCING_SAVINGS", "xlcost savings", _
        "What having a vendor handle contacts saves against handling them in house.", Array( _
        "Contacts of a period that the vendor handles, a count.", _
        "Cost of the same contacts in house, in the report currency.", _
        "The vendor's price of a contact, money for one.", _
        "Cost that stays in house in the period, in the report currency.", _
        "One-off cost of moving, in the report currency; 0 when omitted.")
    XlcostDescribe "OUTSOURCING_BREAK_EVEN", "xlcost savings", _
        "The volume at which handling in house costs as much as the vendor.", Array( _
        "Fixed cost in house of a period, in the report currency.", _
        "Variable cost of a contact in house, money for one.", _
        "The vendor's price of a contact, money for one.")
    XlcostDescribe "VOIP_SAVINGS", "xlcost savings", _
        "What telephony over the internet, or a platform in the cloud, saves.", Array( _
        "Cost of the old system in the period, in the report currency.", _
        "Cost of the new one in the period, in the report currency.", _
        "Rent that falls away in the period, in the report currency; 0 when omitted.", _
        "One-off cost of the change, in the report currency; 0 when omitted.")
    XlcostDescribe "TRAINING_SAVINGS", "xlcost savings", _
        "What training saves in less rework and fewer escalations, above what it costs.", Array( _
        "Agents who are trained, a count.", _
        "Cost of training one, with paid hours, money for one.", _
        "What one saves in the period after, money for one.")
    XlcostDescribe "ATTRITION_COST", "xlcost savings", _
        "What replacing the agents who leave costs.", Array( _
        "Agents who left and are replaced, a count.", _
        "Cost of recruiting one, money for one.", _
        "Cost of training one, money for one.", _
        "Cost of lower productivity of one until it is full, money for one.")
    XlcostDescribe "CASH_SAVING", "xlcost savings", _
        "The part of a saving that leaves the accounts.", Array( _
        "A saving, in the report currency.", _
        "Part of it that lowers what is paid, a share.")
End Sub

Private Sub DescribeInvestment()
    XlcostDescribe "PAYBACK_PERIODS", "xlcost investment", _
        "How many periods of savings pay an investment back.", Array( _
        "What is paid today, in the report currency; nothing to pay back gives 0.", _
        "Net saving of each period, in order, in the report currency.")
    XlcostDescribe "PROJECT_NPV", "xlcost investment", _
        "What a project is worth today: its cash flows, each discounted to today.", Array( _
        "Rate of one period, a share, above -1.", _
        "Flows in order, today first, in the report currency; money paid is negative.")
    XlcostDescribe "PROJECT_IRR", "xlcost investment", _
        "The rate at which a project is worth nothing: its own return per period.", Array( _
        "Flows in order, today first, in the report currency; money paid is negative.")
    XlcostDescribe "RETURN_ON_INVESTMENT", "xlcost investment", _
        "What an investment gives back above its cost, as a part of the cost.", Array( _
        "All that it brings, in the report currency.", _
        "All that it costs, in the report currency.")
    XlcostDescribe "TOTAL_COST_OF_OWNERSHIP", "xlcost investment", _
        "What something costs over its whole life: to buy, and to run.", Array( _
        "What is paid once, in the report currency.", _
        "What one period costs, in the report currency.", _
        "Periods of its life, in periods.")
    XlcostDescribe "DISCOUNTED_PAYBACK_PERIODS", "xlcost investment", _
        "How many periods pay an investment back when waiting for money costs something, too.", Array( _
        "What is paid today, in the report currency; nothing to pay back gives 0.", _
        "Net saving of each period, in order, in the report currency.", _
        "Rate of one period, a share, above -1.")
    XlcostDescribe "PROFITABILITY_INDEX", "xlcost investment", _
        "Present value of what comes in, for each money of present value that goes out.", Array( _
        "Rate of one period, a share, above -1.", _
        "Flows in order, today first, in the report currency; money paid is negative.")
    XlcostDescribe "MODIFIED_IRR", "xlcost investment", _
        "The return per period of a project whose money in between earns and costs rates of its own.", Array( _
        "Flows in order, today first, in the report currency; money paid is negative.", _
        "What borrowed money costs a period, a share, above -1.", _
        "What money that has come in earns a period, a share, above -1.")
    XlcostDescribe "DATED_NPV", "xlcost investment", _
        "What flows on days of their own are worth on the first of them.", Array( _
        "Rate of a year, a share, above -1.", _
        "Flows, in the report currency; money paid is negative.", _
        "The date of each flow, the first one first.")
    XlcostDescribe "DATED_IRR", "xlcost investment", _
        "The rate of a year at which flows on days of their own are worth nothing.", Array( _
        "Flows, in the report currency; money paid is negative.", _
        "The date of each flow, the first one first.")
End Sub
